package io.anyrack.cli.sync;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.http.Entry;
import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Request;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.http.Authenticator;
import io.anyrack.openstack.http.CallJournal;
import io.anyrack.openstack.http.Endpoint;
import io.anyrack.openstack.http.Limits;
import io.anyrack.openstack.http.ServiceClient;
import io.anyrack.openstack.http.Transport;
import io.anyrack.openstack.keystone.Session;
import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The ports of a rack's nodes in a cloud over HTTP whose calls go wrong by chance: 401, 409, 429
 * and 503 with {@code Retry-After}, 500, 504 for what was done, answers that never come, tokens
 * that expire, a login that fails, somebody else who changes a port at that moment. No wait takes
 * real time: {@link #time} goes on instead.
 */
final class TroubledPorts implements AutoCloseable {
  private static final Authenticator NOBODY =
      new Authenticator() {
        @Override
        public Secret token() {
          throw new AssertionError("logging in needs no token");
        }

        @Override
        public void rejected(Secret stale) {}
      };

  private final FakeStack cloud = FakeStack.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicBoolean fair = new AtomicBoolean(true);
  private final AtomicInteger refused = new AtomicInteger();
  private final Neutron owner;
  private final Neutron neutron;
  private final List<Fault> faults;
  private final List<Port> ports = new ArrayList<>();
  private final Random chance;
  private final int trouble;
  private final String network;
  private final Map<Integer, Subnet> subnets;
  private Instant now = Instant.now();
  private int drawn = -1;

  /** Where it passes: with each wait of the client, and when a test says so. */
  final InstantSource time = this::now;

  /**
   * A cloud with one network of two subnets.
   *
   * @param chance decides what goes wrong
   * @param trouble how many calls of a hundred do
   */
  TroubledPorts(Path directory, Random chance, int trouble) throws IOException {
    this.chance = chance;
    this.trouble = trouble;
    Path clouds = Files.writeString(directory.resolve("clouds.yaml"), cloud.cloudsYaml());
    CloudConfig config =
        new Clouds(
                key ->
                    key.equals("OS_CLIENT_CONFIG_FILE")
                        ? Optional.of(clouds.toString())
                        : Optional.empty(),
                List.of())
            .cloud(Optional.of("rack"), Optional.empty());
    this.owner = neutron(config);
    this.neutron = neutron(config);
    this.faults =
        List.of(
            Fault.status(401),
            Fault.status(409),
            Fault.status(429, Duration.ofSeconds(3)),
            Fault.status(503, Duration.ofSeconds(40)),
            Fault.status(500),
            new Fault.StatusAfter(504),
            new Fault.DropBefore(),
            new Fault.DropAfter(),
            new Fault.First(this::overtake));
    network = owner.networks().create(Attributes.none().put("name", "provision")).id();
    subnets = Map.of(4, subnet(4, "192.0.2.0/24"), 6, subnet(6, "2001:db8::/64"));
    owner.subnets().setTags(subnet(4).id(), tags().tags("network", "provision/ipv4"));
    for (int i = 0; i < faults.size(); i++) {
      int kind = i;
      cloud.faults().always(request -> befalls(request, kind), faults.get(i));
    }
  }

  private static RackTags tags() {
    return new RackTags("lab");
  }

  private Neutron neutron(CloudConfig config) {
    Supplier<Endpoint> door =
        () -> new Endpoint.Fixed("identity", URI.create(cloud.authUrl() + "/"), false);
    Session session =
        new Session(
            config, config::identity, new ServiceClient(transport(NOBODY), door.get()), time);
    return new Neutron(
        new ServiceClient(
            transport(session),
            new Endpoint.Fixed("network", URI.create(cloud.base() + "/network/v2.0/"), true)));
  }

  private Transport transport(Authenticator authenticator) {
    return new Transport(
        http, authenticator, CallJournal.NONE, Limits.USUAL, this::pass, new Random(1), time);
  }

  private Subnet subnet(int version, String cidr) {
    return owner
        .subnets()
        .create(
            Attributes.none()
                .put("network_id", network)
                .put("cidr", cidr)
                .put("ip_version", version)
                .put("enable_dhcp", false)
                .putNull("gateway_ip"));
  }

  /** The kind is drawn once for a request, when the first of all is asked for. */
  private boolean befalls(Request request, int kind) {
    if (kind == 0) {
      boolean login = request.service().equals("identity");
      drawn = fair.get() || chance.nextInt(100) >= trouble ? -1 : chance.nextInt(faults.size());
      if (login && drawn >= 0 && drawn < 2) {
        drawn = 3; // who logs in is neither refused nor in anybody's way
      }
      if (drawn == 1) {
        refused.incrementAndGet();
      }
      if (drawn == 0 && chance.nextInt(4) == 0) {
        cloud.expireTokens();
      }
    }
    return drawn == kind;
  }

  /** Somebody else changes a port while another request is under way. */
  private void overtake() {
    if (fair.compareAndSet(false, true)) {
      try {
        Port port = ports.get(Math.floorMod(refused.get(), ports.size()));
        owner.ports().update(port.id(), Attributes.none().put("name", "n" + System.nanoTime()));
      } finally {
        fair.set(false);
      }
    }
  }

  /** From now on calls go wrong, or no longer. */
  void troubled(boolean yes) {
    fair.set(!yes);
  }

  private synchronized Instant now() {
    return now;
  }

  /** Time goes on. */
  synchronized void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** As the program that syncs reaches the cloud. */
  Neutron neutron() {
    return neutron;
  }

  /** As the project's owner does. */
  Neutron owner() {
    return owner;
  }

  Subnet subnet(int version) {
    return Optional.ofNullable(subnets.get(version)).orElseThrow();
  }

  /** The port of a node of the rack {@code lab}, with an address pair of the user's. */
  void node(String node, String mac, String pair, String ipv4, String ipv6) {
    Port port =
        owner
            .ports()
            .create(
                Attributes.allowedPairs(
                    Attributes.fixedIps(
                        Attributes.none()
                            .put("network_id", network)
                            .put("name", node)
                            .put("mac_address", mac),
                        List.of(
                            new Port.FixedIp(subnet(4).id(), ipv4),
                            new Port.FixedIp(subnet(6).id(), ipv6))),
                    List.of(new Port.AddressPair(pair, Optional.empty()))));
    owner.ports().setTags(port.id(), tags().tags("node", node + "/provision"));
    ports.add(port);
  }

  /** The nodes' ports as they are. */
  List<Port> ports() {
    return owner.ports().list(Map.of("network_id", network));
  }

  /** All requests over HTTP so far, logins included. */
  int requests() {
    return cloud.journal().entries().size();
  }

  /** How often the cloud was asked for an address that another port had. */
  long doubles() {
    return cloud.journal().entries().stream().map(Entry::status).filter(each -> each == 409).count()
        - refused.get();
  }

  @Override
  public void close() {
    http.shutdownNow();
    cloud.close();
  }
}
