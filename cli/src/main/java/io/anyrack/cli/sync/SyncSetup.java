package io.anyrack.cli.sync;

import io.anyrack.netsync.Chronicle;
import io.anyrack.netsync.Sync;
import io.anyrack.netsync.rule.Rules.OnFile;
import io.anyrack.netsync.source.DnsmasqHosts;
import io.anyrack.netsync.source.DnsmasqLeases;
import io.anyrack.netsync.source.FileLimits;
import io.anyrack.netsync.source.StaticList;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.sync.InstallerPorts;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.SyncSpec;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sync of one rack, and what its sources hold open. */
public final class SyncSetup implements AutoCloseable {
  private static final String IMAGE_PREFIX = "anyrack";

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Function<CloudSpec.Openstack, CloudConfig> clouds;
  private final SyncTarget target;
  private final Sync sync;

  /**
   * Opens it; nothing is asked yet.
   *
   * @param clouds finds the clouds of installers
   * @param target the ports; stays its owner's
   * @param rack the rack
   * @param spec what to follow
   * @param chronicle is told what happens
   * @throws RackException if a source cannot be followed here
   */
  public SyncSetup(
      Function<CloudSpec.Openstack, CloudConfig> clouds,
      SyncTarget target,
      Rack rack,
      SyncSpec spec,
      Chronicle chronicle) {
    this.clouds = clouds;
    this.target = target;
    try {
      List<Source> sources = new ArrayList<>();
      for (SyncSpec.Source each : spec.sources()) {
        sources.add(opened(source(each, spec.vipRoles())));
      }
      this.sync =
          new Sync(
              sources,
              target.ports(),
              onFile(rack),
              target.limits(),
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

  private Source source(SyncSpec.Source source, Set<String> vipRoles) {
    InstantSource time = InstantSource.system();
    return switch (source.kind()) {
      case STATIC -> new StaticList(Path.of(source.place()), FileLimits.USUAL);
      case DNSMASQ_HOSTS -> new DnsmasqHosts(Path.of(source.place()), FileLimits.USUAL);
      case DNSMASQ_LEASES -> new DnsmasqLeases(Path.of(source.place()), FileLimits.USUAL, time);
      case NEUTRON -> installer(source, vipRoles);
      case OBSERVED -> observed(source);
    };
  }

  private Source observed(SyncSpec.Source source) {
    return target
        .observed()
        .map(see -> see.apply(prefix(source.place())))
        .orElseThrow(
            () ->
                new RackException(
                    source + ": only the service of a rack on this machine sees what nodes send"));
  }

  private static IpPrefix prefix(String text) {
    try {
      return IpPrefix.parse(text);
    } catch (IllegalArgumentException e) {
      throw new RackException("observed: " + e.getMessage(), e);
    }
  }

  private Source installer(SyncSpec.Source source, Set<String> vipRoles) {
    CloudSpec.Openstack spec =
        new CloudSpec.Openstack(
            Optional.of(source.place()), Optional.empty(), Optional.empty(), IMAGE_PREFIX);
    return new InstallerPorts(
        source.toString(),
        opened(Project.open(clouds.apply(spec))).neutron(),
        vipRoles.isEmpty() ? new Meant.Everyone() : new Meant.Roles(vipRoles),
        InstallerPorts.USUAL_INTERVAL,
        Thread::sleep);
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
