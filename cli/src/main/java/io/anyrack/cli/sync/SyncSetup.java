package io.anyrack.cli.sync;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.netsync.Chronicle;
import io.anyrack.netsync.Sync;
import io.anyrack.netsync.SyncLimits;
import io.anyrack.netsync.rule.Rules.OnFile;
import io.anyrack.netsync.source.DnsmasqHosts;
import io.anyrack.netsync.source.DnsmasqLeases;
import io.anyrack.netsync.source.FileLimits;
import io.anyrack.netsync.source.StaticList;
import io.anyrack.openstack.http.CallCount;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.sync.InstallerPorts;
import io.anyrack.openstack.sync.NodePorts;
import io.anyrack.openstack.sync.Polling;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.sync.GuardedPort.Pair;
import io.anyrack.rack.sync.Said.Meant;
import io.anyrack.rack.sync.Source;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The sync of one rack, and what it holds open. */
public final class SyncSetup implements AutoCloseable {
  private static final String IMAGE_PREFIX = "anyrack";

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Project project;
  private final Sync sync;

  /**
   * Opens it; nothing is asked yet.
   *
   * @param host the world it runs in
   * @param rack the rack, its cloud by name
   * @param names the sources, the most important first
   * @param vipRoles the roles whose nodes may use the VIPs of an installer's Neutron; empty: all
   * @param chronicle is told what happens
   */
  public SyncSetup(
      Host host, Rack rack, List<SourceName> names, Set<String> vipRoles, Chronicle chronicle) {
    if (!(rack.cloud() instanceof CloudSpec.Openstack spec)) {
      throw new RackException(
          "the rack '"
              + rack.name()
              + "' is not on OpenStack: on this machine the guard follows the rack file, where"
              + " `address`, `allowed-pairs` and `guard` of a network say what it lets through");
    }
    CloudAccess access = CloudAccess.here(host);
    this.project = opened(Project.open(access.config(spec)));
    try {
      this.sync =
          new Sync(
              names.stream().map(name -> source(name, access, vipRoles)).toList(),
              new NodePorts(project.neutron(), rack.name(), roles(rack)),
              onFile(rack),
              SyncLimits.USUAL,
              chronicle,
              InstantSource.system());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.add(resource);
    return resource;
  }

  private Source source(SourceName name, CloudAccess access, Set<String> vipRoles) {
    InstantSource time = InstantSource.system();
    return opened(
        switch (name.kind()) {
          case STATIC -> new StaticList(Path.of(name.place()), FileLimits.USUAL);
          case DNSMASQ_HOSTS -> new DnsmasqHosts(Path.of(name.place()), FileLimits.USUAL);
          case DNSMASQ_LEASES -> new DnsmasqLeases(Path.of(name.place()), FileLimits.USUAL, time);
          case NEUTRON -> installer(name, access, vipRoles);
        });
  }

  private Source installer(SourceName name, CloudAccess access, Set<String> vipRoles) {
    CloudSpec.Openstack spec =
        new CloudSpec.Openstack(
            Optional.of(name.place()), Optional.empty(), Optional.empty(), IMAGE_PREFIX);
    return new InstallerPorts(
        name.toString(),
        opened(Project.open(access.config(spec))).neutron(),
        vipRoles.isEmpty() ? new Meant.Everyone() : new Meant.Roles(vipRoles),
        Polling.USUAL,
        Thread::sleep);
  }

  private static Map<String, String> roles(Rack rack) {
    return rack.nodes().stream().collect(Collectors.toMap(NodeSpec::name, NodeSpec::role));
  }

  private static Map<MacAddress, OnFile> onFile(Rack rack) {
    return rack.nodes().stream()
        .flatMap(node -> node.nics().stream())
        .collect(
            Collectors.toMap(
                Nic::mac,
                nic ->
                    new OnFile(
                        nic.address().map(IpAddress::of).stream().collect(Collectors.toSet()),
                        pairs(nic)),
                (one, _) -> one));
  }

  private static Set<Pair> pairs(Nic nic) {
    return nic.allowedPairs().stream()
        .map(
            pair ->
                new Pair(
                    new IpPrefix(IpAddress.of(pair.cidr().base()), pair.cidr().prefix()),
                    pair.mac().orElse(nic.mac())))
        .collect(Collectors.toSet());
  }

  /** The sync. */
  public Sync sync() {
    return sync;
  }

  /** What the rack's cloud was asked so far. */
  public CallCount calls() {
    return project.calls();
  }

  @Override
  public void close() {
    for (AutoCloseable each : open.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        throw new RackException("cannot end address sync: " + e.getMessage(), e);
      }
    }
  }
}
