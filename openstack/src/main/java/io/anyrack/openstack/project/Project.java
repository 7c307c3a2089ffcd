package io.anyrack.openstack.project;

import io.anyrack.openstack.cinder.Cinder;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Identity;
import io.anyrack.openstack.glance.Glance;
import io.anyrack.openstack.http.Authenticator;
import io.anyrack.openstack.http.CallCount;
import io.anyrack.openstack.http.CallJournal;
import io.anyrack.openstack.http.Endpoint;
import io.anyrack.openstack.http.Limits;
import io.anyrack.openstack.http.ServiceClient;
import io.anyrack.openstack.http.Transport;
import io.anyrack.openstack.http.WebSockets;
import io.anyrack.openstack.keystone.Keystone;
import io.anyrack.openstack.keystone.Session;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.nova.Nova;
import io.anyrack.rack.RackException;
import io.anyrack.rack.model.Secret;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** All services of one project. Thread-safe; logs in with the first call. */
public final class Project implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** What may wait to be sent into one console, in octets. */
  private static final int SOCKET_OCTETS = 64 * 1024;

  private final CloudConfig config;
  private final HttpClient http;
  private final CallCount calls = new CallCount();
  private final Keystone keystone;
  private final Nova nova;
  private final Neutron neutron;
  private final Glance glance;
  private final Cinder cinder;
  private final ServiceEndpoint volumes;

  private Project(
      CloudConfig config,
      Supplier<Identity> who,
      CallJournal journal,
      Limits limits,
      InstantSource time) {
    this.config = config;
    this.http = Tls.of(config).client(CONNECT);
    CallJournal both = new BothJournals(calls, journal);
    Endpoint identity = new Endpoint.Fixed("identity", KeystoneUrl.of(config.authUrl()), true);
    Endpoint door = new Endpoint.Fixed("identity", identity.base(), false);
    ServiceClient login = new ServiceClient(transport(limits, both, NOBODY, time), door);
    Session session = new Session(config, who, login, time);
    Transport transport = transport(limits, both, session, time);
    this.keystone = new Keystone(new ServiceClient(transport, identity), session::full);
    NovaEndpoint compute = new NovaEndpoint(transport, endpoint(session, "compute", "v2.1/"));
    this.nova = new Nova(new ServiceClient(transport, compute), compute::microversion);
    this.neutron = new Neutron(new ServiceClient(transport, endpoint(session, "network", "v2.0/")));
    this.glance = new Glance(new ServiceClient(transport, endpoint(session, "image", "v2/")));
    this.volumes =
        new ServiceEndpoint(
            config,
            session::full,
            List.of("block-storage", "volumev3", "block-store", "volume"),
            "v3/");
    this.cinder = new Cinder(new ServiceClient(transport, volumes));
  }

  /** Has no token: for the call that gets one. */
  private static final Authenticator NOBODY =
      new Authenticator() {
        @Override
        public Secret token() {
          throw new IllegalStateException("logging in needs no token");
        }

        @Override
        public void rejected(Secret stale) {}
      };

  private ServiceEndpoint endpoint(Session session, String type, String version) {
    return new ServiceEndpoint(config, session::full, List.of(type), version);
  }

  private Transport transport(
      Limits limits, CallJournal journal, Authenticator authenticator, InstantSource time) {
    return new Transport(http, authenticator, journal, limits, Thread::sleep, new Random(), time);
  }

  /** A project, with the usual limits; nothing is asked yet. */
  public static Project open(CloudConfig config) {
    return open(config, CallJournal.NONE);
  }

  /**
   * A project for a long time; nothing is asked yet.
   *
   * @param now reads the configuration; it is read again before each login, so that a renewed
   *     credential is used. Where it cannot be read then, the one of before is.
   */
  public static Project open(Supplier<CloudConfig> now) {
    CloudConfig config = now.get();
    Supplier<Identity> identity =
        () -> {
          try {
            return now.get().identity();
          } catch (RackException e) {
            return config.identity();
          }
        };
    return new Project(config, identity, CallJournal.NONE, Limits.USUAL, InstantSource.system());
  }

  /** A project whose calls are told to {@code journal}; nothing is asked yet. */
  public static Project open(CloudConfig config, CallJournal journal) {
    return open(config, journal, Limits.USUAL, InstantSource.system());
  }

  /** A project with limits of its own; nothing is asked yet. */
  public static Project open(
      CloudConfig config, CallJournal journal, Limits limits, InstantSource time) {
    return new Project(config, config::identity, journal, limits, time);
  }

  /** Which cloud, and who asks. */
  public CloudConfig config() {
    return config;
  }

  /** What was sent so far. */
  public CallCount calls() {
    return calls;
  }

  /** The project's id. */
  public String id() {
    return keystone().token().projectId();
  }

  /** Who asks, and with what right. */
  public Keystone keystone() {
    return keystone;
  }

  /** Servers. */
  public Nova nova() {
    return nova;
  }

  /** Networks. */
  public Neutron neutron() {
    return neutron;
  }

  /** Images. */
  public Glance glance() {
    return glance;
  }

  /** Volumes; a cloud may have none. */
  public Optional<Cinder> cinder() {
    return volumes.isThere() ? Optional.of(cinder) : Optional.empty();
  }

  /** Ways to its consoles, in the same TLS. */
  public WebSockets webSockets() {
    return new WebSockets(http, CONNECT, SOCKET_OCTETS);
  }

  /** Ends open connections. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
