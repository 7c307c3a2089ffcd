package io.anyrack.fakestack;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.anyrack.fakestack.cinder.Cinder;
import io.anyrack.fakestack.glance.Glance;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.http.Front;
import io.anyrack.fakestack.http.Journal;
import io.anyrack.fakestack.http.Service;
import io.anyrack.fakestack.keystone.Keystone;
import io.anyrack.fakestack.neutron.Neutron;
import io.anyrack.fakestack.nova.Hypervisor;
import io.anyrack.fakestack.nova.Nova;
import io.anyrack.fakestack.world.ProjectSpec;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.fakestack.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * An OpenStack cloud in this process: Keystone v3, Nova to 2.93, Neutron v2.0, Glance v2 and, if
 * wanted, Cinder v3, as an ordinary member of a project meets them. Real HTTP on one loopback port;
 * states and refusals as the real services have them (Zed), which the contract tests compare.
 *
 * <p>Thread-safe. {@link #close} ends it.
 */
public final class FakeStack implements AutoCloseable {
  private static final int JOURNAL = 100_000;
  private static final int BACKLOG = 1024;

  private final Settings settings;
  private final World world;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Journal journal = new Journal(JOURNAL);
  private final Faults faults;
  private final Keystone keystone;
  private final Nova nova;

  private FakeStack(Settings settings, HttpServer server) {
    Clock clock = Clock.systemUTC();
    this.settings = settings;
    this.server = server;
    this.world =
        new World(
            settings,
            clock,
            URI.create(
                (server instanceof HttpsServer ? "https" : "http")
                    + "://127.0.0.1:"
                    + server.getAddress().getPort()));
    this.faults = new Faults(clock);
    this.keystone = new Keystone(world);
    Neutron neutron = new Neutron(world);
    Glance glance = new Glance(world);
    Optional<Cinder> cinder =
        settings.cinder() ? Optional.of(new Cinder(world, glance)) : Optional.empty();
    this.nova = new Nova(world, neutron, glance, cinder);
    world.locked(
        () -> {
          neutron.seed(keystone.operator(), keystone.tenants());
          return true;
        });
    List<Service> services =
        new ArrayList<>(
            List.of(keystone.service(), nova.service(), neutron.service(), glance.service()));
    cinder.ifPresent(each -> services.add(each.service()));
    new Front(world, services, keystone::caller, journal, faults).serve(server);
    server.setExecutor(threads);
    server.start();
  }

  /** A cloud like the test bed. */
  public static FakeStack start() {
    return start(Settings.DEFAULT);
  }

  /** A cloud of one's own choice. */
  public static FakeStack start(Settings settings) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
      return new FakeStack(settings, HttpServer.create(address, BACKLOG));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on loopback", e);
    }
  }

  /**
   * A cloud that speaks TLS.
   *
   * @param identity the server's key and certificate, for 127.0.0.1
   */
  public static FakeStack start(Settings settings, SSLContext identity) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
      HttpsServer server = HttpsServer.create(address, BACKLOG);
      server.setHttpsConfigurator(new HttpsConfigurator(identity));
      return new FakeStack(settings, server);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on loopback", e);
    }
  }

  /** Keystone's address, ending in {@code /v3}: the {@code auth_url} of clouds.yaml. */
  public URI authUrl() {
    return URI.create(world.base() + "/identity/v3");
  }

  /**
   * Where all services are, each under its prefix: /identity, /compute, /network, /image, /volume.
   */
  public URI base() {
    return world.base();
  }

  /** A clouds.yaml with an entry for each project of the settings, by its name. */
  public String cloudsYaml() {
    StringBuilder yaml = new StringBuilder("clouds:\n");
    for (ProjectSpec each : settings.projects()) {
      yaml.append(
          """
            %1$s:
              auth:
                auth_url: %3$s
                username: %4$s
                password: %2$s
                project_name: %1$s
                user_domain_name: Default
                project_domain_name: Default
              region_name: RegionOne
          """
              .formatted(each.name(), each.password(), authUrl(), each.user()));
    }
    return yaml.toString();
  }

  /** The identifier of a project. */
  public String projectId(String name) {
    return keystone.projectId(name);
  }

  /** How many access rules of application credentials a project's user has. */
  public int accessRules(String name) {
    return world.locked(() -> keystone.accessRules(name));
  }

  /** All calls that arrived. */
  public Journal journal() {
    return journal;
  }

  /** What is to go wrong. */
  public Faults faults() {
    return faults;
  }

  /** Where the guests run. */
  public Hypervisor hypervisor() {
    return nova.hypervisor();
  }

  /** Makes all tokens invalid, as their expiry does. */
  public void expireTokens() {
    world.locked(
        () -> {
          keystone.expireTokens();
          return true;
        });
  }

  @Override
  public void close() {
    server.stop(0);
    nova.hypervisor().close();
    threads.shutdownNow();
    world.close();
  }
}
