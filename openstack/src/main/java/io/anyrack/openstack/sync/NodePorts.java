package io.anyrack.openstack.sync;

import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.http.NotFoundException;
import io.anyrack.openstack.http.UnavailableException;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Outcome;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import io.anyrack.rack.sync.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** The ports of a rack's nodes in a project, found by their tags. Thread-safe. */
public final class NodePorts implements Target {
  private static final int UNAUTHORIZED = 401;
  private static final int PRECONDITION_FAILED = 412;
  private static final Pattern PAIR_LIMIT =
      Pattern.compile("address pair.*?maximum\\D*([0-9]{1,6})", Pattern.CASE_INSENSITIVE);

  private final Neutron neutron;
  private final RackTags tags;
  private final PortReader reader;
  private volatile Seen seen = new Seen(Map.of(), List.of());

  /** What was listed last: ports as Neutron has them, and the subnets of their networks. */
  private record Seen(Map<String, Port> ports, List<Subnet> subnets) {}

  /**
   * The ports of a rack.
   *
   * @param neutron of the project
   * @param rack the rack's name
   * @param roles of its nodes by name; ports of others are left alone
   */
  public NodePorts(Neutron neutron, String rack, Map<String, String> roles) {
    this.neutron = neutron;
    this.tags = new RackTags(rack);
    this.reader = new PortReader(tags, roles);
  }

  @Override
  public List<GuardedPort> ports() {
    List<Port> ports = neutron.ports().tagged(tags.tag());
    List<Subnet> subnets = ports.isEmpty() ? List.of() : neutron.subnets().all();
    List<GuardedPort> read =
        ports.stream().flatMap(port -> reader.read(port, subnets).stream()).toList();
    seen =
        new Seen(
            ports.stream().collect(Collectors.toUnmodifiableMap(Port::id, port -> port)), subnets);
    return read;
  }

  @Override
  public Optional<GuardedPort> port(String id) {
    return neutron.ports().find(id).flatMap(port -> reader.read(port, seen.subnets()));
  }

  @Override
  public Outcome update(PortChange change) {
    GuardedPort port = change.port();
    Optional<Outcome> tooMany = withoutRoom(change);
    if (tooMany.isPresent()) {
      return tooMany.get();
    }
    try {
      Port changed = neutron.ports().update(port.id(), port.revision(), body(change));
      return reader
          .read(changed, seen.subnets())
          .<Outcome>map(Outcome.Changed::new)
          .orElseGet(Outcome.Stale::new);
    } catch (NotFoundException e) {
      return new Outcome.Stale();
    } catch (UnavailableException e) {
      throw e;
    } catch (ApiException e) {
      return outcome(e);
    }
  }

  private Optional<Port> known(GuardedPort port) {
    return Optional.ofNullable(seen.ports().get(port.id()));
  }

  /** What cannot be marked could never be withdrawn. */
  private Optional<Outcome> withoutRoom(PortChange change) {
    int marked = change.mark().map(mark -> mark.pairs().size()).orElse(0);
    return known(change.port())
        .map(port -> marked - SyncMark.room(port))
        .filter(over -> over > 0)
        .map(over -> change.pairs().orElse(change.port().pairs()).size() - over)
        .map(
            limit ->
                new Outcome.TooManyPairs(
                    limit, "a port's description has no room to mark more pairs"));
  }

  private static Outcome outcome(ApiException refusal) {
    if (refusal.status() == UNAUTHORIZED) {
      throw refusal;
    }
    if (refusal.status() == PRECONDITION_FAILED) {
      return new Outcome.Stale();
    }
    Matcher limit = PAIR_LIMIT.matcher(refusal.refusal().says());
    return limit.find()
        ? new Outcome.TooManyPairs(Integer.parseInt(limit.group(1)), refusal.getMessage())
        : new Outcome.Refused(refusal.getMessage());
  }

  private ObjectNode body(PortChange change) {
    ObjectNode body = Attributes.none();
    change
        .addresses()
        .ifPresent(
            places ->
                Attributes.fixedIps(
                    body, places.stream().map(place -> fixed(change.port(), place)).toList()));
    change
        .pairs()
        .ifPresent(
            pairs ->
                Attributes.allowedPairs(
                    body,
                    pairs.stream()
                        .map(
                            pair ->
                                new Port.AddressPair(
                                    pair.address().toString(), Optional.of(pair.mac().toString())))
                        .toList()));
    change
        .mark()
        .flatMap(mark -> known(change.port()).map(port -> SyncMark.described(port, mark)))
        .ifPresent(description -> body.put("description", description));
    return body;
  }

  private Port.FixedIp fixed(GuardedPort port, Place place) {
    return switch (place) {
      case Place.Exactly(IpAddress address) ->
          new Port.FixedIp(subnet(port, IpPrefix.of(address)), address.toString());
      case Place.Any(IpPrefix subnet) -> new Port.FixedIp(subnet(port, subnet), "");
    };
  }

  private String subnet(GuardedPort port, IpPrefix place) {
    String network = known(port).map(Port::network).orElse("");
    return seen.subnets().stream()
        .filter(subnet -> subnet.network().equals(network))
        .filter(subnet -> IpPrefix.parse(subnet.cidr()).contains(place))
        .map(Subnet::id)
        .findFirst()
        .orElseThrow(
            () ->
                new CloudException(
                    port.node() + "'s network has no subnet for " + place + " any more"));
  }
}
