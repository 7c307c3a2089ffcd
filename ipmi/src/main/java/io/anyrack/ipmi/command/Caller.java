package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.session.Session;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.Origin;
import java.util.Optional;
import java.util.OptionalInt;

/** Who gives a command, on which channel. */
public sealed interface Caller {
  /** The LAN channel's number. */
  int LAN_CHANNEL = 0x01;

  /** The system interface's number (IPMI 2.0 table 6-1). */
  int SYSTEM_INTERFACE = 0x0f;

  /** The number by which a caller means the channel it is on. */
  int PRESENT_CHANNEL = 0x0e;

  /** The BMC that is asked. */
  Bmc bmc();

  /** The channel the command came on. */
  int channel();

  /** What the caller may do. */
  Privilege privilege();

  /** Who acts, for the event log. */
  Origin origin();

  /** The session the command came in. */
  default Optional<Session> session() {
    return Optional.empty();
  }

  /** Somebody on the LAN, before or without a login. */
  record Anonymous(Bmc bmc) implements Caller {
    @Override
    public int channel() {
      return LAN_CHANNEL;
    }

    @Override
    public Privilege privilege() {
      return Privilege.NONE;
    }

    @Override
    public Origin origin() {
      return new Origin("ipmi", "");
    }
  }

  /** Has the node's log say what this caller did. */
  default void log(String message) {
    bmc().node().events().append(Event.Kind.COMMAND, message, origin());
  }

  /** A user in a session on the LAN. */
  record InSession(Bmc bmc, Session user) implements Caller {
    @Override
    public int channel() {
      return LAN_CHANNEL;
    }

    @Override
    public Privilege privilege() {
      return user.privilege();
    }

    @Override
    public Origin origin() {
      return user.origin();
    }

    @Override
    public Optional<Session> session() {
      return Optional.of(user);
    }
  }

  /** The node's own operating system: the system interface has no sessions and all privileges. */
  record InBand(Bmc bmc) implements Caller {
    @Override
    public int channel() {
      return SYSTEM_INTERFACE;
    }

    @Override
    public Privilege privilege() {
      return Privilege.ADMINISTRATOR;
    }

    @Override
    public Origin origin() {
      return new Origin("kcs", bmc.node().name());
    }
  }

  /** The channel the low four bits of an octet mean; empty if the BMC has no such channel. */
  default OptionalInt channelOf(int octet) {
    int number = octet & 0x0f;
    int channel = number == PRESENT_CHANNEL ? channel() : number;
    return channel == LAN_CHANNEL || channel == SYSTEM_INTERFACE
        ? OptionalInt.of(channel)
        : OptionalInt.empty();
  }

  /** Whether the low four bits of an octet mean the LAN channel. */
  default boolean meansLan(int octet) {
    return channelOf(octet).equals(OptionalInt.of(LAN_CHANNEL));
  }
}
