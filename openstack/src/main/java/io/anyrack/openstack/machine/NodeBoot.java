package io.anyrack.openstack.machine;

import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;

/**
 * What the service that hands out boot scripts must know of a node.
 *
 * @param server the server's id, which iPXE sends as {@code ${uuid}}
 * @param method how it comes to ask for a script: {@code script}: at every start, so that its boot
 *     override decides; {@code rescue}, {@code rebuild}: only when the network was asked for, or
 *     its disk has nothing on it but iPXE
 * @param diskStart how a script makes it start its disk
 * @param comesBack whether iPXE starts again, and asks again, where the disk does not start: to a
 *     node that has no override and comes back within {@link #COMES_BACK_SECONDS} its own order
 *     means the network
 */
public record NodeBoot(
    String server, BootSpec.Method method, DiskStart diskStart, boolean comesBack) {
  /** The longest that a UEFI was seen to take for its way through all disks, and some more. */
  public static final int COMES_BACK_SECONDS = 90;

  /** What a server's metadata say. */
  public static NodeBoot of(Server server) {
    NodeMarks marks = NodeMarks.of(server);
    return new NodeBoot(
        server.id(), marks.method(), marks.diskStart(), marks.firmware() == Firmware.UEFI);
  }
}
