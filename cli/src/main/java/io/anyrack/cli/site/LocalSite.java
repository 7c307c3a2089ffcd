package io.anyrack.cli.site;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.sync.SiteSync;
import io.anyrack.cli.sync.SyncTarget;
import io.anyrack.local.Cabling;
import io.anyrack.local.LocalCloud;
import io.anyrack.local.fabric.Fabric;
import io.anyrack.local.fabric.FabricLimits;
import io.anyrack.local.qemu.KvmProbe;
import io.anyrack.local.qemu.QemuInstallation;
import io.anyrack.local.qemu.QemuLimits;
import io.anyrack.netboot.NetbootLimits;
import io.anyrack.netboot.NetbootServices;
import io.anyrack.netboot.Surroundings;
import io.anyrack.netboot.dns.Resolver;
import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.netsync.SyncLimits;
import io.anyrack.openstack.doctor.Finding;
import io.anyrack.openstack.doctor.Report;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.BootTrial;
import io.anyrack.rack.net.Tap;
import io.anyrack.rack.node.Node;
import io.anyrack.service.Site;
import io.anyrack.service.SyncReport;
import io.anyrack.service.state.StateDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A rack on this machine: QEMU, the switch, and what boots nodes on it. */
public final class LocalSite implements Site {
  /** Where Debian, Fedora, Arch and Homebrew keep iPXE's programs. */
  static final List<Path> BOOT_PROGRAMS =
      List.of(
          Path.of("/usr/lib/ipxe"),
          Path.of("/usr/share/ipxe"),
          Path.of("/boot"),
          Path.of("/opt/homebrew/share/ipxe"),
          Path.of("/usr/local/share/ipxe"));

  private static final Duration POLL = Duration.ofSeconds(2);

  /** Ports in this process cost nothing to look at, and may be new at any time. */
  private static final SyncLimits LOCAL_SYNC =
      new SyncLimits(
          1,
          100,
          10,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  private final NetbootServices netboot;
  private final Fabric fabric;
  private final LocalCloud cloud;
  private final SiteSync sync;

  private LocalSite(NetbootServices netboot, Fabric fabric, LocalCloud cloud, SiteSync sync) {
    this.sync = sync;
    this.netboot = netboot;
    this.fabric = fabric;
    this.cloud = cloud;
  }

  /** Opens the site of the rack whose state is in {@code state}. */
  public static Site.Opener opener(Host host, StateDirectory state) {
    return (rack, nodes, log) -> open(host, state, rack, nodes, log);
  }

  private static LocalSite open(
      Host host,
      StateDirectory state,
      Rack rack,
      Function<String, Optional<Node>> nodes,
      Site.Log log) {
    NetbootServices netboot =
        new NetbootServices(
            rack,
            BootPrograms.in(BOOT_PROGRAMS),
            PublicKeys.of(host.home()),
            NetbootLimits.DEFAULT,
            new Surroundings(
                nodes,
                Resolver.ofHost(),
                event -> log.note(event.node(), BootEventText.of(event)),
                Clock.systemUTC()));
    Fabric fabric = new Fabric(netboot, FabricLimits.defaults());
    SyncTarget target = new SyncTarget(fabric.target(), Optional.of(fabric::observed), LOCAL_SYNC);
    return new LocalSite(
        netboot,
        fabric,
        cloud(host, state, fabric),
        new SiteSync(CloudAccess.of(host, state)::config, (_, _) -> target, log));
  }

  private static LocalCloud cloud(Host host, StateDirectory state, Cabling cabling) {
    QemuInstallation qemu = QemuInstallation.find(host.environment("PATH").orElse("/usr/bin:/bin"));
    return new LocalCloud(
        state.root(),
        cabling,
        qemu,
        new KvmProbe(qemu, Path.of("/dev/kvm"), QemuLimits.DEFAULTS),
        QemuLimits.DEFAULTS,
        System.getProperty("os.name"));
  }

  /** Destroys what a rack left whose service does not run any more, whatever state it is in. */
  public static void destroy(Host host, StateDirectory state, Progress progress) {
    try (LocalCloud cloud = cloud(host, state, new NoCabling())) {
      cloud.destroy(progress);
    }
  }

  /** Looks whether this machine can hold a rack. */
  static Report examine(Host host, Rack rack) {
    StateDirectory state =
        new StateDirectory(
            StateDirectory.allRacks(host::environment, host.home()).resolve(rack.name()));
    try (LocalCloud cloud = cloud(host, state, new NoCabling())) {
      return new Report(
          cloud.probe(rack).findings().stream()
              .map(
                  finding ->
                      new Finding(finding.severity(), finding.subject(), finding.message(), ""))
              .toList(),
          List.of());
    }
  }

  @Override
  public Cloud cloud() {
    return cloud;
  }

  @Override
  public void configure(Rack rack, Rack told) {
    netboot.configure(told);
    sync.configure(rack);
  }

  @Override
  public void phases(Rack told) {
    netboot.configure(told);
  }

  @Override
  public Optional<SyncReport> sync() {
    return sync.report();
  }

  @Override
  public List<String> warnings() {
    return netboot.findings();
  }

  @Override
  public Optional<Tap> tap(String node, int nic, boolean guarded) {
    return fabric.tap(node, nic, guarded);
  }

  @Override
  public BootTrial trial(String node) {
    return netboot.trial(node);
  }

  @Override
  public Duration pollPeriod() {
    return POLL;
  }

  @Override
  public void close() {
    sync.close();
    cloud.close();
    fabric.close();
    netboot.close();
  }
}
