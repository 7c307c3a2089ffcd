package io.anyrack.rack.cloud;

/** Is told by a cloud what happens to machines without being asked. Methods must not block. */
public interface MachineObserver {
  /** The machine lost power: its guest shut down, it crashed, or somebody stopped it. */
  void stopped(String node, String reason);

  /** The machine got power past us. */
  void started(String node);

  /** The guest restarted the machine; its next firmware start is under way. */
  void restarted(String node);
}
