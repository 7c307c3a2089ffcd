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
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.sync.GuardedPort;
import io.anyrack.rack.sync.Outcome;
import io.anyrack.rack.sync.PortChange;
import io.anyrack.rack.sync.PortChange.Place;
import io.anyrack.rack.sync.Target;
import io.anyrack.rack.sync.Told;
import io.anyrack.rack.sync.ToldSubnet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ports of a rack's nodes and the subnets of its own networks in a project, found by their
 * tags. Thread-safe.
 */
public final class NodePorts implements Target {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int PRECONDITION_FAILED = 412;
  private static final Pattern PAIR_LIMIT =
      Pattern.compile("address pair.*?maximum\\D*([0-9]{1,6})", Pattern.CASE_INSENSITIVE);

  private final Neutron neutron;
  private final BooleanSupplier changing;
  private final RackTags tags;
  private final PortReader reader;
  private final SubnetReader subnetReader;
  private volatile Seen seen = new Seen(Map.of(), List.of());

  /** What was listed last: ports as Neutron has them, and the subnets of their networks. */
  private record Seen(Map<String, Port> ports, List<Subnet> subnets) {}

  /**
   * The ports of a rack.
   *
   * @param neutron of the project
   * @param rack as its file says, whatever phases its nodes are in; ports of other nodes are left
   *     alone
   * @param changing whether {@code up} changes the rack now: what DHCP tells is left to it
   */
  public NodePorts(Neutron neutron, Rack rack, BooleanSupplier changing) {
    this.neutron = neutron;
    this.changing = changing;
    this.tags = new RackTags(rack.name());
    this.reader = new PortReader(tags, rack, changing);
    this.subnetReader = new SubnetReader(tags, rack);
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
  public List<ToldSubnet> subnets() {
    return changing.getAsBoolean()
        ? List.of()
        : seen.subnets().stream().flatMap(subnet -> subnetReader.read(subnet).stream()).toList();
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
          .map(now -> outcome(change, now))
          .orElseGet(Outcome.Stale::new);
    } catch (NotFoundException e) {
      return new Outcome.Stale();
    } catch (UnavailableException e) {
      throw e;
    } catch (ApiException e) {
      return outcome(e);
    }
  }

  /** One that keeps something else than it took would be asked for the same for ever. */
  private static Outcome outcome(PortChange change, GuardedPort now) {
    return change.options().filter(told -> !told.equals(now.told().now())).isPresent()
        ? new Outcome.Refused("it keeps other DHCP options than it was given")
        : new Outcome.Changed(now);
  }

  @Override
  public ToldSubnet.Outcome route(ToldSubnet subnet) {
    List<Subnet.Route> routes =
        subnet.due().stream()
            .map(route -> new Subnet.Route(route.destination(), route.nextHop()))
            .toList();
    try {
      Subnet changed =
          neutron
              .subnets()
              .update(
                  subnet.id(), subnet.revision(), Attributes.hostRoutes(Attributes.none(), routes));
      return subnetReader
          .read(changed)
          .map(now -> outcome(subnet, now))
          .orElseGet(ToldSubnet.Outcome.Stale::new);
    } catch (NotFoundException e) {
      return new ToldSubnet.Outcome.Stale();
    } catch (UnavailableException e) {
      throw e;
    } catch (ApiException e) {
      return switch (e.status()) {
        case PRECONDITION_FAILED -> new ToldSubnet.Outcome.Stale();
        case UNAUTHORIZED, FORBIDDEN ->
            new ToldSubnet.Outcome.Refused(
                "who logs in may not; the access rule PUT /v2.0/subnets/* is needed: "
                    + e.getMessage());
        default -> new ToldSubnet.Outcome.Refused(e.getMessage());
      };
    }
  }

  private static ToldSubnet.Outcome outcome(ToldSubnet subnet, ToldSubnet now) {
    return now.now().equals(subnet.due())
        ? new ToldSubnet.Outcome.Changed(now)
        : new ToldSubnet.Outcome.Refused("it keeps other routes than it was given: " + now.now());
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
    change
        .options()
        .ifPresent(
            options ->
                Attributes.dhcpOptions(
                    body, options(options), options(change.port().told().now())));
    return body;
  }

  private static List<Port.DhcpOption> options(Set<Told.Option> options) {
    return options.stream()
        .map(option -> new Port.DhcpOption(option.name(), option.value(), option.version()))
        .toList();
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
