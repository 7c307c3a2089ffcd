package io.anyrack.service;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.ipmi.bmc.LanFacts;
import io.anyrack.rack.RackException;
import io.anyrack.rack.Version;
import io.anyrack.rack.account.Account;
import io.anyrack.rack.account.AccountStore;
import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.Origin;
import io.anyrack.redfish.Common;
import io.anyrack.redfish.RedfishLimits;
import io.anyrack.redfish.RedfishService;
import io.anyrack.redfish.inventory.ServedNode;
import io.anyrack.redfish.media.ImageShelf;
import io.anyrack.redfish.server.RedfishBindException;
import io.anyrack.redfish.server.RedfishListener;
import io.anyrack.redfish.server.RedfishServer;
import io.anyrack.redfish.tls.Keytool;
import io.anyrack.redfish.tls.RackCertificates;
import io.anyrack.service.bmc.AccountFile;
import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.RedfishAccess;
import io.anyrack.service.bmc.RedfishBook;
import io.anyrack.service.state.StateDirectory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The Redfish services of one rack: a root with all nodes, and a root for each node. Used by one
 * thread at a time.
 */
final class RedfishDoors implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RedfishDoors.class.getName());
  private static final long MOST_IMAGE_OCTETS = 32L << 30;
  private static final int MOST_IMAGES_AT_ONCE = 4;
  private static final Duration KEYTOOL_LIMIT = Duration.ofSeconds(60);
  private static final RedfishLimits LIMITS = RedfishLimits.DEFAULT;

  private final StateDirectory state;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Common common;
  private final RedfishServer server = new RedfishServer(LIMITS);
  private Optional<Root> root = Optional.empty();

  /**
   * The root with all nodes, while it is open.
   *
   * @param plan what it was opened for
   */
  private record Root(
      RootPlan plan,
      RedfishBook book,
      RedfishService service,
      RedfishListener listener,
      Optional<SSLContext> tls,
      Optional<Path> authority,
      Accounts accounts)
      implements AutoCloseable {
    String url(String host, int port) {
      return (tls.isPresent() ? "https://" : "http://") + host + ":" + port;
    }

    @Override
    public void close() {
      listener.close();
      service.close();
    }
  }

  /** What makes another root necessary when it changes. */
  private record RootPlan(
      BmcSpec.Redfish settings,
      String rack,
      Ipv4Address address,
      BmcSpec.Addressing addressing,
      BmcSpec.Credentials credentials,
      Set<String> hosts) {}

  /** A node's root, while it is open. */
  record Door(
      RedfishService.Serving among, LateRoot alone, RedfishListener listener, String url, Root root)
      implements AutoCloseable {
    /** How it is reached now: clients may have changed the rack file's user. */
    RedfishAccess access() {
      Account first = root.accounts().first();
      return new RedfishAccess(
          url,
          root.url(root.plan().address().toString(), root.listener().port()),
          first.name(),
          first.password().orElseThrow().reveal(),
          root.authority());
    }

    /** The node is built otherwise from now on. */
    void update(NodeSpec spec) {
      among.update(spec);
      alone.update(spec);
    }

    @Override
    public void close() {
      listener.close();
      among.close();
      alone.close();
    }
  }

  RedfishDoors(StateDirectory state, InstantSource clock, SecureRandom random) {
    this.state = state;
    this.clock = clock;
    this.random = random;
    this.common = new Common(new ImageShelf(state::images, MOST_IMAGE_OCTETS, MOST_IMAGES_AT_ONCE));
  }

  /**
   * Opens the root with all nodes as the rack wants it, unless it is open so already; nodes served
   * by another before have to be served anew.
   *
   * @param hosts the addresses of the BMCs
   * @param events is told of logins to the root with all nodes
   * @throws RackException if it cannot be opened
   */
  void follow(Rack rack, Set<String> hosts, EventLog events) {
    Optional<RootPlan> wanted = rack.bmc().redfish().map(settings -> plan(settings, rack, hosts));
    if (root.map(Root::plan).equals(wanted)) {
      root.ifPresent(open -> open.book().follow(names(rack)));
      return;
    }
    closeRoot();
    root = wanted.map(plan -> open(plan, names(rack), events));
  }

  /** Writes down which ports were chosen. */
  void keepPorts() {
    root.ifPresent(open -> open.book().keep());
  }

  private static List<String> names(Rack rack) {
    return rack.nodes().stream().map(NodeSpec::name).toList();
  }

  private static RootPlan plan(BmcSpec.Redfish settings, Rack rack, Set<String> hosts) {
    Set<String> all = new TreeSet<>(hosts);
    all.addAll(List.of("localhost", "127.0.0.1", rack.bmc().address().toString()));
    return new RootPlan(
        settings,
        rack.name(),
        rack.bmc().address(),
        rack.bmc().addressing(),
        rack.bmc().credentials(),
        all);
  }

  private Root open(RootPlan plan, List<String> names, EventLog events) {
    RedfishBook book = new RedfishBook(state.redfish(), random);
    book.follow(names);
    RackCertificates certificates =
        new RackCertificates(
            state.root(),
            new Keytool(Path.of(System.getProperty("java.home"), "bin", "keytool"), KEYTOOL_LIMIT),
            clock,
            random);
    Optional<SSLContext> tls =
        plan.settings().tls()
            ? Optional.of(certificates.context(plan.rack(), plan.hosts()))
            : Optional.empty();
    RedfishService service = service("rack " + plan.rack(), events);
    Secret password =
        switch (plan.credentials()) {
          case BmcSpec.Credentials.Given given -> given.password();
          case BmcSpec.Credentials.Generated _ -> new Secret(book.password());
        };
    Accounts accounts = accounts(username(plan), password, events);
    service.admit(accounts);
    RedfishListener listener =
        listen(
            () -> service,
            plan.address().toString(),
            plan.settings().port() == 0 ? book.port() : plan.settings().port(),
            tls,
            book::bound);
    return new Root(
        plan, book, service, listener, tls, tls.map(_ -> certificates.authority()), accounts);
  }

  /** What clients changed holds; where it cannot be read, the rack file's user remains. */
  private Accounts accounts(String username, Secret password, EventLog events) {
    AccountFile file = new AccountFile(state.rackAccounts());
    try {
      return new Accounts(username, password, Accounts.DEFAULT_PLACES, file);
    } catch (RackException e) {
      events.append(Event.Kind.FAULT, String.valueOf(e.getMessage()), new Origin("service", ""));
      return new Accounts(username, password, Accounts.DEFAULT_PLACES, AccountStore.inMemory());
    }
  }

  private static String username(RootPlan plan) {
    return plan.credentials() instanceof BmcSpec.Credentials.Given given ? given.user() : "admin";
  }

  private RedfishService service(String of, EventLog events) {
    UUID uuid = UUID.nameUUIDFromBytes(("anyrack redfish " + of).getBytes(UTF_8));
    return new RedfishService(uuid, Version.TEXT, events, common, clock, random, LIMITS);
  }

  /** Where the port is left to us, one is looked for in the same range as IPMI's. */
  private RedfishListener listen(
      Supplier<RedfishService> service,
      String host,
      int port,
      Optional<SSLContext> tls,
      IntConsumer chosen) {
    if (port > 0) {
      return server.open(service, address(host, port), tls);
    }
    RedfishListener listener =
        new FreePorts(random)
            .search(candidate -> tryToListen(service, address(host, candidate), tls))
            .orElseThrow(
                () ->
                    new RackException(
                        "no free port for Redfish was found on %s between %d and %d"
                            .formatted(host, FreePorts.LOWEST, FreePorts.HIGHEST)));
    chosen.accept(listener.port());
    return listener;
  }

  private Optional<RedfishListener> tryToListen(
      Supplier<RedfishService> service, InetSocketAddress address, Optional<SSLContext> tls) {
    try {
      return Optional.of(server.open(service, address, tls));
    } catch (RedfishBindException e) {
      LOG.log(DEBUG, e.getMessage());
      return Optional.empty();
    }
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(Ipv4Address.parse(host).toInetAddress(), port);
  }

  /**
   * Serves a node at the root with all nodes and at one of its own; empty: the rack has no Redfish,
   * or its root could not be opened.
   *
   * @throws RackException if the node's own root cannot be opened
   */
  Optional<Door> serve(
      Node node, NodeSpec spec, LanFacts lan, BmcSpec bmc, BmcAccess access, Accounts accounts) {
    return root.map(open -> serve(open, node, spec, lan, bmc, access, accounts));
  }

  private Door serve(
      Root open,
      Node node,
      NodeSpec spec,
      LanFacts lan,
      BmcSpec bmc,
      BmcAccess access,
      Accounts accounts) {
    ServedNode served =
        new ServedNode(
            node,
            spec,
            new ServedNode.Bmc(lan.mac(), lan.address(), lan.mask(), lan.gateway(), access.port()),
            accounts,
            bmc.softOffAfter(),
            bmc.redfish().orElse(BmcSpec.Redfish.DEFAULT));
    LateRoot alone = new LateRoot(served, () -> service("node " + spec.uuid(), node.events()));
    RedfishListener listener =
        listen(
            alone,
            access.host(),
            port(open, spec.name()),
            open.tls(),
            port -> open.book().bound(spec.name(), port));
    open.book().bound(spec.name(), listener.port());
    return new Door(
        open.service().serve(served),
        alone,
        listener,
        open.url(access.host(), listener.port()),
        open);
  }

  /** The port the node had, if it can keep it; else the lowest free one above the rack's. */
  private static int port(Root open, String node) {
    int first = open.plan().settings().port() + 1;
    int kept = open.book().port(node);
    if (first == 1 || kept >= first) {
      return kept;
    }
    return open.plan().addressing() == BmcSpec.Addressing.PER_PORT
        ? open.book().freeFrom(first)
        : first;
  }

  /** Closes the root with all nodes; nothing can be opened any more. */
  @Override
  public void close() {
    closeRoot();
    server.close();
  }

  private void closeRoot() {
    root.ifPresent(Root::close);
    root = Optional.empty();
  }
}
