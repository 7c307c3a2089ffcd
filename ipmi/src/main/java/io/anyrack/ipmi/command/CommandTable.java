package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;

/**
 * All commands by network function and number, each with the privilege it needs (IPMI 2.0 appendix
 * G) and the request lengths it takes. Immutable and shared by all BMCs.
 */
public final class CommandTable {
  private static final Logger LOGGER = System.getLogger(CommandTable.class.getName());

  private final Map<Integer, Entry> entries;

  private record Entry(Privilege required, int shortest, int longest, Command command) {}

  private CommandTable(Map<Integer, Entry> entries) {
    this.entries = Map.copyOf(entries);
  }

  /** The table of everything this BMC can. */
  public static CommandTable standard() {
    Builder builder = new Builder();
    DeviceCommands.addTo(builder);
    SystemInfoCommands.addTo(builder);
    SessionCommands.addTo(builder);
    ChannelCommands.addTo(builder);
    UserCommands.addTo(builder);
    PayloadCommands.addTo(builder);
    ChassisCommands.addTo(builder);
    BootOptionCommands.addTo(builder);
    LanCommands.addTo(builder);
    SolCommands.addTo(builder);
    WatchdogCommands.addTo(builder);
    SensorCommands.addTo(builder);
    SensorRecordCommands.addTo(builder);
    SelCommands.addTo(builder);
    InventoryCommands.addTo(builder);
    DcmiCommands.addTo(builder);
    return new CommandTable(builder.entries);
  }

  /** Carries out a request, or says why not. */
  public Response execute(Request request, Caller caller) {
    Entry entry = entries.get(key(request.netFn(), request.command()));
    if (entry == null) {
      return Response.code(CompletionCode.INVALID_COMMAND);
    }
    if (request.lun() != 0) {
      return Response.code(CompletionCode.INVALID_FOR_LUN);
    }
    if (!caller.privilege().covers(entry.required)) {
      return Response.code(CompletionCode.INSUFFICIENT_PRIVILEGE);
    }
    if (request.length() < entry.shortest || request.length() > entry.longest) {
      return Response.code(CompletionCode.INVALID_LENGTH);
    }
    synchronized (caller.bmc()) {
      try {
        return entry.command.execute(request, caller);
      } catch (RuntimeException e) {
        LOGGER.log(Level.ERROR, "IPMI command " + request + " failed; this is a bug", e);
        return Response.code(CompletionCode.UNSPECIFIED);
      }
    }
  }

  private static Integer key(int netFn, int command) {
    return netFn << 8 | command;
  }

  /** Gathers commands, one network function after the other. */
  static final class Builder {
    private final Map<Integer, Entry> entries = new HashMap<>();
    private int netFn;

    /** The commands that follow belong to this network function. */
    Builder netFn(int number) {
      netFn = number;
      return this;
    }

    /** A command whose request data has a fixed length. */
    Builder add(int command, Privilege required, int length, Command action) {
      return add(command, required, length, length, action);
    }

    /** A command whose request data has a length in a range. */
    Builder add(int command, Privilege required, int shortest, int longest, Command action) {
      Entry entry = new Entry(required, shortest, longest, action);
      if (entries.putIfAbsent(key(netFn, command), entry) != null) {
        throw new IllegalStateException("two commands %02x/%02x".formatted(netFn, command));
      }
      return this;
    }
  }
}
