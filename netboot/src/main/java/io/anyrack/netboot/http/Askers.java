package io.anyrack.netboot.http;

import io.anyrack.netboot.port.Port;
import io.anyrack.netboot.port.Ports;
import io.anyrack.netboot.script.BootPath;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out which node a request comes from that did not pass our own gateway: by what the request
 * names, else by the address it comes from. Routers of clouds hide the latter, so a node is given
 * URLs that name it by the id of its server, which nobody can guess. MACs can be guessed: they are
 * believed only of who is on a network of the rack.
 */
final class Askers {
  private static final Pattern NAMED =
      Pattern.compile(Pattern.quote(BootPath.NODE) + "([0-9A-Fa-f:-]{12,36})(/.*)?");
  private static final Pattern QUERY =
      Pattern.compile("(?:.*&)?(?:uuid|mac)=([0-9A-Fa-f:-]{12,36})(?:&.*)?");
  private static final Pattern MAC =
      Pattern.compile("(?i)[0-9a-f]{12}|[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\\1[0-9a-f]{2}){4}");
  private static final Pattern SERVER =
      Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Supplier<Ports> ports;
  private final Function<UUID, Optional<String>> servers;

  /**
   * Knows the nodes of one rack.
   *
   * @param ports the rack's ports as they are now
   * @param servers the node that has the server of this id
   */
  Askers(Supplier<Ports> ports, Function<UUID, Optional<String>> servers) {
    this.ports = ports;
    this.servers = servers;
  }

  /** Who asks; empty: nobody of the rack, or one node in the name of another. */
  Optional<Asker> of(InetAddress source, URI request) {
    String path = Optional.ofNullable(request.getPath()).orElse("");
    Optional<Ipv4Address> from =
        source instanceof Inet4Address v4 ? Optional.of(Ipv4Address.of(v4)) : Optional.empty();
    List<Port> here = from.map(ports.get()::find).orElse(List.of());
    Matcher named = NAMED.matcher(path);
    if (named.matches()) {
      String key = named.group(1);
      String below = Optional.ofNullable(named.group(2)).orElse(BootPath.SCRIPT);
      return port(key, from)
          .filter(port -> isOf(port, here))
          .map(port -> new Asker(port, below, BootPath.NODE + key));
    }
    Matcher query = QUERY.matcher(Optional.ofNullable(request.getQuery()).orElse(""));
    if (query.matches()) {
      String key = query.group(1);
      return port(key, from)
          .filter(port -> isOf(port, here))
          .map(port -> new Asker(port, path, BootPath.NODE + key));
    }
    return here.size() == 1 ? Optional.of(new Asker(here.getFirst(), path, "")) : Optional.empty();
  }

  private boolean isInside(Ipv4Address address) {
    return ports.get().rack().networks().stream()
        .anyMatch(network -> network.cidr().contains(address));
  }

  private Optional<Port> port(String key, Optional<Ipv4Address> from) {
    if (MAC.matcher(key).matches()) {
      if (from.filter(this::isInside).isEmpty()) {
        return Optional.empty();
      }
      String digits = key.replaceAll("[:-]", "").toLowerCase(Locale.ROOT);
      return ports.get().find(new MacAddress(Long.parseLong(digits, 16)));
    }
    return SERVER.matcher(key).matches()
        ? servers.apply(UUID.fromString(key)).flatMap(node -> ports.get().first(node))
        : Optional.empty();
  }

  /** An address of the rack speaks for its own node only; one that is not of the rack for any. */
  private static boolean isOf(Port port, List<Port> here) {
    return here.isEmpty()
        || here.stream().anyMatch(each -> each.node().name().equals(port.node().name()));
  }
}
