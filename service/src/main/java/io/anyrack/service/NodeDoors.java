package io.anyrack.service;

import static java.lang.System.Logger.Level.DEBUG;

import io.anyrack.ipmi.IpmiServer;
import io.anyrack.ipmi.ServedBmc;
import io.anyrack.ipmi.bmc.BmcEndpoint;
import io.anyrack.ipmi.bmc.DeviceFacts;
import io.anyrack.ipmi.bmc.IpmiException;
import io.anyrack.ipmi.bmc.LanFacts;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.sol.SolLimits;
import io.anyrack.rack.RackException;
import io.anyrack.rack.Version;
import io.anyrack.rack.account.AccountStore;
import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.FileEventLog;
import io.anyrack.rack.node.FileJournal;
import io.anyrack.rack.node.JournalException;
import io.anyrack.rack.node.MachineNode;
import io.anyrack.rack.node.Origin;
import io.anyrack.rack.node.SteadyTime;
import io.anyrack.rack.node.Timer;
import io.anyrack.service.bmc.AccountFile;
import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes nodes and opens their doors: IPMI over the network, and in-band. Thread-safe. */
public final class NodeDoors implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NodeDoors.class.getName());
  private static final int NODE_EVENTS = 1000;
  private static final DeviceFacts DEVICE = DeviceFacts.anyrack(Version.major(), Version.minor());
  private static final Origin SERVICE = new Origin("service", "");

  private final StateDirectory state;
  private final InstantSource clock;
  private final Timer timer;
  private final FreePorts ports;
  private final IpmiServer ipmi;
  private final RedfishDoors redfish;
  private final OpenFiles files;

  /**
   * Doors of the nodes of one rack.
   *
   * @param state where nodes keep their journals
   * @param clock tells the time of day
   * @param steady tells the time for deadlines
   * @param timer ends waits
   * @param random for sessions and ports
   */
  public NodeDoors(
      StateDirectory state,
      InstantSource clock,
      SteadyTime steady,
      Timer timer,
      SecureRandom random) {
    this(state, clock, steady, timer, random, OpenFiles.ofProcess());
  }

  /** The same for a process that may have so many files open. */
  NodeDoors(
      StateDirectory state,
      InstantSource clock,
      SteadyTime steady,
      Timer timer,
      SecureRandom random,
      OpenFiles files) {
    this.files = files;
    this.state = state;
    this.clock = clock;
    this.timer = timer;
    this.ports = new FreePorts(random);
    this.ipmi = new IpmiServer(clock, steady, random, SessionLimits.DEFAULT, SolLimits.DEFAULT);
    this.redfish = new RedfishDoors(state, clock, random);
  }

  /** Why there cannot be doors for all nodes of a rack; empty: there can. */
  Optional<String> lack(Rack rack) {
    return files.lack(rack);
  }

  /**
   * Opens what all nodes of the rack share, as the rack wants it.
   *
   * @param hosts the addresses of the BMCs
   * @param events is told what concerns no single node
   * @return why that cannot be; empty: it can
   */
  Optional<String> follow(Rack rack, Set<String> hosts, EventLog events) {
    try {
      redfish.follow(rack, hosts, events);
      return Optional.empty();
    } catch (RackException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Writes down which ports were chosen. */
  void keepPorts() {
    redfish.keepPorts();
  }

  /**
   * Takes over a machine as a node and opens its doors. Where one cannot be opened, such as for a
   * port that is taken, the node has none and says why; it can still be driven from here.
   */
  ManagedNode open(
      NodeSpec spec, BmcSpec bmc, BmcAccess access, Machine machine, Observation observation) {
    MachineNode node = node(spec, machine);
    Accounts accounts = accounts(spec, access, node.events());
    List<AutoCloseable> doors = new ArrayList<>();
    BmcAccess bound = access;
    Optional<String> fault = Optional.empty();
    try {
      ServedBmc served = serve(node, spec, bmc, access, accounts);
      doors.add(served);
      bound = access.withPort(served.address().getPort());
      machine.inBandSocket().ifPresent(socket -> doors.add(served.serveInBand(socket)));
    } catch (IpmiException | RackException e) {
      ManagedNode.close(spec.name(), doors);
      doors.clear();
      String message = String.valueOf(e.getMessage());
      node.events().append(Event.Kind.FAULT, message, SERVICE);
      fault = Optional.of(message);
    } catch (RuntimeException e) {
      ManagedNode.close(spec.name(), doors);
      node.close();
      throw e;
    }
    Optional<RedfishDoors.Door> door = Optional.empty();
    try {
      door = redfish.serve(node, spec, lan(spec, bound), bmc, bound, accounts);
    } catch (RackException e) {
      node.events().append(Event.Kind.FAULT, String.valueOf(e.getMessage()), SERVICE);
      fault = fault.or(() -> Optional.of(String.valueOf(e.getMessage())));
    }
    node.attach(observation);
    return new ManagedNode(
        node, bound, bmc.softOffAfter(), bmc.redfish(), doors, door, accounts, fault);
  }

  /** Where no port is given and none of ours is free, the kernel chooses. */
  private ServedBmc serve(
      MachineNode node, NodeSpec spec, BmcSpec bmc, BmcAccess access, Accounts accounts) {
    return Optional.of(access)
        .filter(given -> given.port() == 0)
        .flatMap(
            given ->
                ports.search(
                    port -> tryToServe(endpoint(node, spec, bmc, given.withPort(port), accounts))))
        .orElseGet(() -> ipmi.add(endpoint(node, spec, bmc, access, accounts)));
  }

  private Optional<ServedBmc> tryToServe(BmcEndpoint endpoint) {
    try {
      return Optional.of(ipmi.add(endpoint));
    } catch (IpmiException e) {
      LOG.log(DEBUG, e.getMessage());
      return Optional.empty();
    }
  }

  private MachineNode node(NodeSpec spec, Machine machine) {
    state.createNode(spec.name());
    FileEventLog events = new FileEventLog(state.events(spec.name()), NODE_EVENTS, clock);
    FileJournal journal = new FileJournal(state.journal(spec.name()));
    try {
      return new MachineNode(machine, journal, events, clock, timer, MachineNode.Limits.DEFAULT);
    } catch (JournalException e) {
      // A damaged journal is set aside by the first reading of it.
      events.append(Event.Kind.FAULT, e.getMessage(), SERVICE);
      return new MachineNode(machine, journal, events, clock, timer, MachineNode.Limits.DEFAULT);
    }
  }

  /** What clients changed holds; where it cannot be read, the rack file's user remains. */
  private Accounts accounts(NodeSpec spec, BmcAccess access, EventLog events) {
    AccountFile file = new AccountFile(state.accounts(spec.name()));
    Secret password = new Secret(spec.name(), access.password());
    try {
      return new Accounts(access.username(), password, Accounts.DEFAULT_PLACES, file);
    } catch (RackException e) {
      events.append(Event.Kind.FAULT, String.valueOf(e.getMessage()), SERVICE);
      return new Accounts(
          access.username(), password, Accounts.DEFAULT_PLACES, AccountStore.inMemory());
    }
  }

  /** A node that is gone leaves no users to another of its name. */
  void forget(String node) {
    try {
      Files.deleteIfExists(state.accounts(node));
    } catch (IOException e) {
      throw new RackException("cannot remove " + state.accounts(node) + ": " + e.getMessage(), e);
    }
  }

  private static BmcEndpoint endpoint(
      MachineNode node, NodeSpec spec, BmcSpec bmc, BmcAccess access, Accounts accounts) {
    LanFacts lan = lan(spec, access);
    return new BmcEndpoint(
        node,
        new InetSocketAddress(lan.address().toInetAddress(), access.port()),
        accounts,
        spec.uuid(),
        spec.identity(),
        DEVICE,
        lan,
        bmc.softOffAfter());
  }

  /** The address is this machine's: so are its mask, gateway and MAC. */
  private static LanFacts lan(NodeSpec spec, BmcAccess access) {
    Ipv4Address address = Ipv4Address.parse(access.host());
    HostInterface here = HostInterface.of(address);
    return new LanFacts(
        address,
        here.mask(),
        here.gateway(),
        here.mac().orElseGet(() -> ownMac(spec)),
        OptionalInt.empty());
  }

  /** Where the interface has no MAC the BMC has one beside the node's, made of the node's UUID. */
  private static MacAddress ownMac(NodeSpec spec) {
    return new MacAddress(0x0016_3e00_0000L | (spec.uuid().getLeastSignificantBits() & 0xff_ffff));
  }

  @Override
  public void close() {
    redfish.close();
    ipmi.close();
  }
}
