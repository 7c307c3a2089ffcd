package io.anyrack.openstack.resource;

import io.anyrack.openstack.cinder.Volume;
import io.anyrack.openstack.http.ConflictException;
import io.anyrack.openstack.http.NotFoundException;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.cloud.CloudException;

/**
 * Something of the rack that goes.
 *
 * @param owned what
 */
record Removal(Owned<?> owned) {

  Key.Type type() {
    // A router's port carries the tags of the network it is on.
    return owned.resource() instanceof Port port && InterfacePart.isInterface(port)
        ? Key.Type.INTERFACE
        : owned.key().type();
  }

  /** The name of its step. */
  String step() {
    return "remove " + type().word() + " " + owned.id();
  }

  /** The network it is on; empty: none. */
  String network() {
    return switch (owned.resource()) {
      case Port port -> port.network();
      case Subnet subnet -> subnet.network();
      default -> "";
    };
  }

  /** Removes it, and waits until it is gone where others wait for that. */
  void carryOut(Scene scene) {
    Neutron neutron = scene.project().neutron();
    String id = owned.id();
    switch (type()) {
      case FLOATING_IP -> neutron.floatingIps().delete(id);
      case PORT -> neutron.ports().delete(id);
      case INTERFACE -> untie(neutron, (Port) owned.resource());
      case SUBNET -> neutron.subnets().delete(id);
      case NETWORK -> neutron.networks().delete(id);
      case ROUTER -> neutron.routers().delete(id);
      case GROUP -> neutron.securityGroups().delete(id);
      case SERVER -> removeServer(scene, id);
      case VOLUME -> removeVolume(scene, (Volume) owned.resource());
      case KEYPAIR -> scene.project().nova().deleteKeypair(id);
      case MEDIUM -> throw new IllegalStateException("media are released, not removed: " + id);
    }
  }

  private static void untie(Neutron neutron, Port port) {
    try {
      neutron.removeInterfacePort(port.deviceId(), port.id());
    } catch (NotFoundException e) {
      // An earlier attempt did it.
    }
  }

  private void removeServer(Scene scene, String id) {
    scene.project().nova().delete(id);
    if (scene.servers().untilGone(id, owned.key().toString(), Removal::failed).isPresent()) {
      throw new CloudException(
          owned.key()
              + " ("
              + id
              + ") is in ERROR after it was deleted; try again, or ask the cloud's"
              + " operator");
    }
  }

  private static boolean failed(Server server) {
    return server.status().equals("ERROR") && server.taskState().isEmpty();
  }

  private static boolean free(Volume volume) {
    return volume.servers().isEmpty()
        && (volume.status().equals("available") || volume.status().startsWith("error"));
  }

  /** A volume is let go by its server a moment after the server is gone. */
  private void removeVolume(Scene scene, Volume volume) {
    if (!free(volume)) {
      scene.volumes().untilGone(volume.id(), owned.key().toString(), Removal::free);
    }
    try {
      scene.project().cinder().orElseThrow().delete(volume.id());
    } catch (ConflictException e) {
      throw new CloudException(owned.key() + " (" + volume.id() + "): " + e.getMessage(), e);
    }
    scene
        .volumes()
        .untilGone(volume.id(), owned.key().toString(), each -> each.status().startsWith("error"));
  }
}
