package io.anyrack.cli.site;

import io.anyrack.local.Cabling;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.model.Rack;
import java.nio.file.Path;
import java.util.List;

/** For a rack that is only to be destroyed: its machines need no network any more. */
final class NoCabling implements Cabling {
  @Override
  public void configure(Rack rack) {}

  @Override
  public void connect(String node, int nic, Path socket) {}

  @Override
  public void disconnect(String node, int nic) {}

  @Override
  public List<PortCounters> ports() {
    return List.of();
  }

  @Override
  public void close() {}
}
