package io.anyrack.local;

import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.model.Rack;
import java.nio.file.Path;
import java.util.List;

/** The networks between the machines. Thread-safe. */
public interface Cabling extends AutoCloseable {
  /** Has networks and ports be as {@code rack} says; what stays the same is not disturbed. */
  void configure(Rack rack);

  /** Joins a NIC to its network: the machine's end listens on {@code socket}. */
  void connect(String node, int nic, Path socket);

  /** Takes a NIC off its network; nothing if it is not on it. */
  void disconnect(String node, int nic);

  /** What passed the ports. */
  List<PortCounters> ports();

  @Override
  void close();
}
