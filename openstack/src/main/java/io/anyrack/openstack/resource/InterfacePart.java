package io.anyrack.openstack.resource;

import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.http.ConflictException;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A router's port on a subnet of one of the rack's own networks: it has the gateway's address. The
 * router may be somebody else's; the subnet tells that the port is the rack's.
 *
 * @param network the network
 * @param ipv6 on which of its subnets
 * @param ownRouter whether the router is the rack's
 */
record InterfacePart(Network network, boolean ipv6, boolean ownRouter) implements Part<Port> {
  /** Neutron has several kinds of them. */
  static boolean isInterface(Port port) {
    return port.deviceOwner().startsWith("network:")
        && port.deviceOwner().contains("router")
        && !port.deviceOwner().equals("network:router_gateway");
  }

  static Key key(String network, boolean ipv6) {
    return new Key(Key.Type.INTERFACE, network + (ipv6 ? "/ipv6" : "/ipv4"));
  }

  private String router() {
    return network.routing().router().orElseThrow();
  }

  private Key subnet() {
    return SubnetPart.key(network.name(), ipv6);
  }

  @Override
  public Key key() {
    return key(network.name(), ipv6);
  }

  @Override
  public Subject subject() {
    return new Subject(Plan.Kind.NETWORK, network.name());
  }

  @Override
  public List<Key> needs() {
    return ownRouter ? List.of(subnet(), RouterPart.key(router())) : List.of(subnet());
  }

  @Override
  public List<String> shown() {
    return ipv6 ? List.of() : List.of("router " + router());
  }

  @Override
  public Optional<Owned<Port>> found(Survey survey) {
    return survey
        .subnets()
        .find(subnet().name())
        .flatMap(each -> on(each.id(), survey.ports().all()))
        .map(port -> new Owned<>(key(), subject().role(), port.id(), !port.tags().isEmpty(), port));
  }

  private static Optional<Port> on(String subnet, List<Port> ports) {
    return ports.stream()
        .filter(InterfacePart::isInterface)
        .filter(port -> port.fixedIps().stream().anyMatch(ip -> ip.subnet().equals(subnet)))
        .findFirst();
  }

  private String routerId(Scene scene) {
    return ownRouter
        ? scene.id(RouterPart.key(router()))
        : scene.existingRouter(router(), "network " + network.name());
  }

  @Override
  public Verdict compare(Owned<Port> found, Scene scene) {
    List<String> addresses =
        found.resource().fixedIps().stream().map(Port.FixedIp::address).toList();
    Diff diff = new Diff().replace("router", found.resource().deviceId(), routerId(scene));
    if (!ipv6) {
      diff.replace("gateway", addresses, List.of(network.gateway().toString()));
    }
    return diff.verdict(_ -> {});
  }

  @Override
  public String make(Scene scene) {
    Neutron neutron = scene.project().neutron();
    String subnet = scene.id(subnet());
    try {
      neutron.addInterface(routerId(scene), subnet);
    } catch (ConflictException e) {
      throw e;
    } catch (ApiException e) {
      // Neutron says 400 where an earlier attempt, whose answer was lost, has tied them already.
      if (port(neutron, scene, subnet).isEmpty()) {
        throw e;
      }
    }
    Port port =
        port(neutron, scene, subnet)
            .orElseThrow(
                () ->
                    new CloudException(
                        "router " + router() + " has no port on network " + network.name()));
    scene.tag(neutron.ports(), port.id(), subject(), key());
    return port.id();
  }

  private Optional<Port> port(Neutron neutron, Scene scene, String subnet) {
    Map<String, String> filter =
        Map.of(
            "device_id", routerId(scene), "network_id", scene.id(NetworkPart.key(network.name())));
    return on(subnet, neutron.ports().list(filter));
  }

  @Override
  public void complete(Owned<Port> found, Scene scene) {
    scene.tag(scene.project().neutron().ports(), found.id(), subject(), key());
  }
}
