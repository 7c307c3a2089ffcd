package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.FloatingIp;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.cloud.CloudException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An address of a server that is reachable from outside.
 *
 * @param subject whose it is
 * @param port where it leads
 * @param existing one the project has; empty: a new one
 * @param external finds the network it comes from
 * @param ways what has to be there so that the port is reachable: the rack's own routers' ports
 */
record FloatingIpPart(
    Subject subject,
    Key port,
    Optional<Ipv4Address> existing,
    Function<Scene, String> external,
    List<Key> ways)
    implements Part<FloatingIp> {
  FloatingIpPart {
    ways = List.copyOf(ways);
  }

  @Override
  public Key key() {
    return new Key(Key.Type.FLOATING_IP, subject.name());
  }

  @Override
  public List<Key> needs() {
    List<Key> needs = new ArrayList<>(ways);
    needs.add(port);
    return needs;
  }

  /** It can lead to another port. */
  @Override
  public List<Key> bound() {
    return List.of();
  }

  @Override
  public List<String> shown() {
    return List.of(existing.map(address -> "floating IP " + address).orElse("a new floating IP"));
  }

  @Override
  public Optional<Owned<FloatingIp>> found(Survey survey) {
    if (existing.isEmpty()) {
      return survey.floatingIps().find(subject.name());
    }
    String address = existing.get().toString();
    return Optional.of(
        survey.floatingIps().all().stream()
            .filter(each -> each.address().equals(address))
            .findFirst()
            .map(each -> new Owned<>(key(), subject.role(), each.id(), true, each))
            .orElseThrow(
                () ->
                    new CloudException(
                        "server %s: the project has no floating IP %s; `openstack floating ip list`"
                                .formatted(subject.name(), address)
                            + " shows what it has")));
  }

  @Override
  public Verdict compare(Owned<FloatingIp> found, Scene scene) {
    return new Diff()
        .change(
            "floating IP " + found.resource().address() + " on",
            found.resource().port().orElse("no port"),
            scene.known(port).orElse(port.toString()),
            patch -> patch.put("port_id", scene.id(port)))
        .verdict(patch -> scene.project().neutron().floatingIps().update(found.id(), patch));
  }

  @Override
  public String make(Scene scene) {
    return scene
        .create(
            scene.project().neutron().floatingIps(),
            Attributes.none()
                .put("floating_network_id", external.apply(scene))
                .put("port_id", scene.id(port)),
            subject,
            key(),
            false)
        .id();
  }

  @Override
  public void complete(Owned<FloatingIp> found, Scene scene) {
    scene.tag(scene.project().neutron().floatingIps(), found.id(), subject, key());
  }
}
