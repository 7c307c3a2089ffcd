package io.anyrack.redfish;

import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.node.EventLog;
import io.anyrack.redfish.account.BmcResets;
import io.anyrack.redfish.account.FailedLogins;
import io.anyrack.redfish.account.Identity;
import io.anyrack.redfish.account.LoginLog;
import io.anyrack.redfish.account.Logins;
import io.anyrack.redfish.account.Realm;
import io.anyrack.redfish.account.SessionTable;
import io.anyrack.redfish.event.EventHub;
import io.anyrack.redfish.event.HttpDelivery;
import io.anyrack.redfish.http.Authentication;
import io.anyrack.redfish.http.Dispatcher;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.Request;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.inventory.Inventory;
import io.anyrack.redfish.inventory.ServedNode;
import io.anyrack.redfish.resource.AccountResources;
import io.anyrack.redfish.resource.ChassisResources;
import io.anyrack.redfish.resource.EventResources;
import io.anyrack.redfish.resource.LogResources;
import io.anyrack.redfish.resource.ManagerResources;
import io.anyrack.redfish.resource.MediaResources;
import io.anyrack.redfish.resource.PublicationResources;
import io.anyrack.redfish.resource.RootResources;
import io.anyrack.redfish.resource.SecureBootResources;
import io.anyrack.redfish.resource.SessionResources;
import io.anyrack.redfish.resource.StorageResources;
import io.anyrack.redfish.resource.SystemParts;
import io.anyrack.redfish.resource.SystemResources;
import io.anyrack.redfish.resource.TaskResources;
import io.anyrack.redfish.task.TaskBook;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * One Redfish service: a root with the nodes it is given, which may be all of a rack or one alone.
 * Who logs in as a node sees that node only; who logs in as the rack sees all. Thread-safe.
 */
public final class RedfishService implements AutoCloseable {
  private final Inventory inventory = new Inventory();
  private final Logins logins;
  private final SessionTable sessions;
  private final BmcResets resets;
  private final Dispatcher dispatcher;
  private final EventHub hub;

  /**
   * A service without nodes.
   *
   * @param uuid which service it is, always the same
   * @param version of the program
   * @param events is told of logins that concern no single node
   * @param common is shared by the services of a rack
   * @param clock tells the time
   * @param random makes session tokens
   * @param limits bounds it
   */
  public RedfishService(
      UUID uuid,
      String version,
      EventLog events,
      Common common,
      InstantSource clock,
      SecureRandom random,
      RedfishLimits limits) {
    this.logins = new Logins(random);
    Function<Identity, EventLog> log =
        identity -> identity.node().flatMap(this::eventsOf).orElse(events);
    this.resets = common.resets();
    this.sessions = new SessionTable(clock, random, limits.sessions());
    Authentication authentication =
        new Authentication(
            logins,
            sessions,
            new FailedLogins(clock, limits.failedLogins()),
            new LoginLog(log, events, clock));
    RouteTable.Builder routes = RouteTable.builder();
    new RootResources(uuid, version).addTo(routes);
    new SessionResources(sessions, authentication).addTo(routes);
    new SystemResources(inventory, clock).addTo(routes);
    new SystemParts(inventory).addTo(routes);
    new SecureBootResources(inventory).addTo(routes);
    new StorageResources(inventory).addTo(routes);
    TaskBook tasks = new TaskBook(clock, limits.tasks());
    new MediaResources(inventory, tasks, common.images()).addTo(routes);
    new TaskResources(tasks, clock).addTo(routes);
    new ManagerResources(inventory, resets, clock, version).addTo(routes);
    new ChassisResources(inventory, clock).addTo(routes);
    new LogResources(inventory, clock).addTo(routes);
    new AccountResources(logins, log).addTo(routes);
    HttpDelivery delivery = new HttpDelivery(HttpDelivery.Attempts.DEFAULT);
    this.hub = new EventHub(clock, limits.subscriptions(), delivery::begin);
    new EventResources(hub, inventory).addTo(routes);
    new PublicationResources().addTo(routes);
    this.dispatcher =
        new Dispatcher(
            routes.build(),
            authentication,
            common.locks(),
            RootResources.EXPAND_LEVELS,
            limits.resourcesInAnswer());
  }

  /** Lets those in who see all nodes, whichever there are. */
  public void admit(Accounts accounts) {
    logins.add(new Realm(Optional.empty(), accounts));
  }

  /** Serves a node from now on, until the returned handle is closed. */
  public Serving serve(ServedNode node) {
    return new Serving(node);
  }

  /** A node that is served. Thread-safe. */
  public final class Serving implements AutoCloseable {
    private final Realm realm;
    private final EventLog.Subscription watch;
    private final BmcResets.Subscription reset;
    private ServedNode node;

    private Serving(ServedNode node) {
      this.node = node;
      this.realm = new Realm(Optional.of(node.id()), node.accounts());
      inventory.add(node);
      logins.add(realm);
      this.watch = hub.watch(node);
      this.reset = resets.listen(node.id(), () -> sessions.closeAt(realm.node().orElseThrow()));
    }

    /** The node is built otherwise from now on. */
    public synchronized void update(NodeSpec spec) {
      node = node.with(spec);
      inventory.add(node);
    }

    @Override
    public synchronized void close() {
      reset.close();
      watch.close();
      logins.remove(realm);
      inventory.remove(node);
    }
  }

  private Optional<EventLog> eventsOf(String node) {
    return inventory.all().stream()
        .filter(served -> served.id().equals(node))
        .findFirst()
        .map(served -> served.node().events());
  }

  /** Ends what goes on by itself: the delivery of events. */
  @Override
  public void close() {
    hub.close();
  }

  /** The answer to a request. */
  public Reply answer(Request request) {
    return dispatcher.handle(request);
  }
}
