package io.anyrack.openstack.resource;

import io.anyrack.openstack.cinder.Volume;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.nova.Server;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** In which order resources go: what uses another goes before it. */
final class RemovalOrder {
  private final List<Removal> going;
  private final Map<Key.Type, List<Removal>> byType = new EnumMap<>(Key.Type.class);

  RemovalOrder(List<Removal> going) {
    // A leftover of a network that is replaced is found twice.
    Map<String, Removal> once = new LinkedHashMap<>();
    going.forEach(each -> once.putIfAbsent(each.step(), each));
    this.going = List.copyOf(once.values());
    for (Key.Type type : Key.Type.values()) {
      byType.put(type, this.going.stream().filter(each -> each.type() == type).toList());
    }
  }

  List<Removal> going() {
    return going;
  }

  List<Removal> of(Key.Type type) {
    return byType.getOrDefault(type, List.of());
  }

  /** The steps one waits for. */
  Set<String> after(Removal removal) {
    Set<String> after = new HashSet<>();
    Predicate<Removal> sameNetwork = each -> each.network().equals(removal.owned().id());
    switch (removal.type()) {
      case PORT -> add(after, Key.Type.SERVER, each -> uses(removal, each.owned().id()));
      case VOLUME -> add(after, Key.Type.SERVER, each -> holds(each, removal.owned()));
      case INTERFACE -> add(after, Key.Type.FLOATING_IP, _ -> true);
      case SUBNET -> {
        add(after, Key.Type.PORT, each -> each.network().equals(removal.network()));
        add(after, Key.Type.INTERFACE, each -> each.network().equals(removal.network()));
      }
      case NETWORK -> {
        add(after, Key.Type.PORT, sameNetwork);
        add(after, Key.Type.INTERFACE, sameNetwork);
        add(after, Key.Type.SUBNET, sameNetwork);
      }
      case ROUTER -> {
        add(after, Key.Type.FLOATING_IP, _ -> true);
        add(after, Key.Type.INTERFACE, each -> uses(each, removal.owned().id()));
      }
      case GROUP -> add(after, Key.Type.PORT, _ -> true);
      case SERVER, FLOATING_IP, KEYPAIR, MEDIUM -> {}
    }
    return after;
  }

  private void add(Set<String> after, Key.Type type, Predicate<Removal> which) {
    of(type).stream().filter(which).forEach(each -> after.add(each.step()));
  }

  /** While a server is rebuilt Cinder says that its volume is nobody's, and only Nova knows. */
  private static boolean holds(Removal server, Owned<?> volume) {
    return (volume.resource() instanceof Volume there
            && there.servers().contains(server.owned().id()))
        || (server.owned().resource() instanceof Server holder
            && holder.volumes().contains(volume.id()));
  }

  private static boolean uses(Removal port, String device) {
    return port.owned().resource() instanceof Port there && there.deviceId().equals(device);
  }

  /** Ports that go and have the address or the MAC that a new one shall have. */
  List<Removal> portsInTheWayOf(PortPart part, Scene scene) {
    return of(Key.Type.PORT).stream()
        .filter(
            each ->
                each.owned().resource() instanceof Port port
                    && (part.wanted().mac().filter(m -> port.mac().equals(m.toString())).isPresent()
                        || part.wanted()
                            .address()
                            .filter(a -> PortPart.addresses(port).contains(a.toString()))
                            .isPresent()))
        .filter(
            each ->
                !part.wanted().ownNetwork()
                    || scene
                        .known(NetworkPart.key(part.wanted().network()))
                        .filter(id -> id.equals(each.network()))
                        .isPresent())
        .toList();
  }
}
