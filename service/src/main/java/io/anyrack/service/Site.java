package io.anyrack.service;

import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.BootTrial;
import io.anyrack.rack.net.Tap;
import io.anyrack.rack.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where a rack stands: its cloud, and what boots its nodes there. */
public interface Site extends AutoCloseable {
  /** The cloud. */
  Cloud cloud();

  /**
   * Tells boot services and address sync what the rack is now.
   *
   * @param rack as its file says
   * @param told the same with the DHCP options that nodes' ports have in their phases
   */
  void configure(Rack rack, Rack told);

  /** Tells the boot services that nodes are in other phases. */
  void phases(Rack told);

  /**
   * The cloud is about to be told what the rack shall be, or has been: meanwhile address sync
   * leaves alone what the rack file says.
   */
  default void changing(boolean now) {}

  /** What keeps nodes from booting as the rack file wants it, a line each; empty: nothing. */
  List<String> warnings();

  /** How often all machines are looked at: one call to the cloud. */
  Duration pollPeriod();

  /**
   * A port that the rack's services take for NIC {@code nic} of {@code node}; empty: the site has
   * no way to the frames of its networks.
   *
   * @param guarded whether it stands in place of that port, with its guard, or beside it, with none
   */
  default Optional<Tap> tap(String node, int nic, boolean guarded) {
    return Optional.empty();
  }

  /** From now on {@code node} comes as far as its boot script, and no further. */
  BootTrial trial(String node);

  /** How address sync is doing; empty: the rack has none. */
  Optional<SyncReport> sync();

  /** Lets go of everything without touching the machines. */
  @Override
  void close();

  /** Opens sites: the command line knows which clouds there are, the service does not. */
  interface Opener {
    /**
     * Opens the site of a rack.
     *
     * @param rack what is to stand there
     * @param nodes finds a node of the rack while it runs
     * @param log is told what happens
     */
    Site open(Rack rack, Function<String, Optional<Node>> nodes, Log log);
  }

  /** Is told what happens. Thread-safe; must not block. */
  interface Log {
    /** Something a user would want to see happened to a node while it boots. */
    void note(String node, String message);

    /**
     * Address sync changed something, or cannot.
     *
     * @param node empty: it is about no single one
     */
    void sync(String node, String message);
  }
}
