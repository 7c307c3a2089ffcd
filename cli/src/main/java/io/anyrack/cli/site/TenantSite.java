package io.anyrack.cli.site;

import io.anyrack.cli.sync.SiteSync;
import io.anyrack.netboot.NetbootLimits;
import io.anyrack.netboot.TenantServices;
import io.anyrack.netboot.TenantSurroundings;
import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.openstack.doctor.BootWay;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.SyncSpec;
import io.anyrack.rack.net.BootTrial;
import io.anyrack.service.Site;
import io.anyrack.service.SyncReport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** A rack in a project of a cloud, and the boot server its nodes ask. */
final class TenantSite implements Site {
  /** A call to the cloud each; what we do ourselves is seen at once. */
  private static final Duration POLL = Duration.ofSeconds(5);

  private static final int TFTP = 69;

  private final OrderedCloud cloud;
  private final TenantServices netboot;
  private final SiteSync sync;
  private final Runnable afterwards;
  private volatile Rack rack;

  private TenantSite(
      OrderedCloud cloud, TenantServices netboot, SiteSync sync, Rack rack, Runnable afterwards) {
    this.sync = sync;
    this.afterwards = afterwards;
    this.cloud = cloud;
    this.netboot = netboot;
    this.rack = rack;
  }

  /**
   * What a boot server must know of a cloud's machines.
   *
   * @param disks the iPXE command that starts a node's disk; empty: it meets iPXE only when it is
   *     to boot from the network
   * @param servers the node that has the server of this id
   */
  record Machines(
      Function<String, Optional<String>> disks, Function<UUID, Optional<String>> servers) {}

  /**
   * Opens the site.
   *
   * @param cloud its cloud; closed with the site, or when it cannot be opened
   * @param sync address sync of the rack; closed with the site
   * @param afterwards is run when all is closed
   */
  static TenantSite open(
      Rack rack,
      OrderedCloud cloud,
      Machines machines,
      Site.Log log,
      SiteSync sync,
      Clock clock,
      Runnable afterwards) {
    try {
      TenantServices netboot =
          new TenantServices(
              rack,
              BootPrograms.in(LocalSite.BOOT_PROGRAMS),
              listening(rack),
              NetbootLimits.DEFAULT,
              new TenantSurroundings(
                  cloud,
                  machines.disks(),
                  machines.servers(),
                  event -> log.note(event.node(), BootEventText.of(event)),
                  clock));
      return new TenantSite(cloud, netboot, sync, rack, afterwards);
    } catch (RuntimeException e) {
      cloud.close();
      afterwards.run();
      throw e;
    }
  }

  /** On its own server the service may have the port that only the system's programs have. */
  private static TenantServices.Listening listening(Rack rack) {
    InetAddress address =
        rack.boot()
            .address()
            .map(Ipv4Address::toInetAddress)
            .filter(TenantSite::isHere)
            .orElse(Ipv4Address.ANY.toInetAddress());
    boolean here = rack.bmc().placement() instanceof BmcSpec.Placement.Here;
    return new TenantServices.Listening(
        new InetSocketAddress(address, rack.boot().port()),
        here ? Optional.empty() : Optional.of(new InetSocketAddress(address, TFTP)));
  }

  /** An address of another machine leads here by translation: then all of ours are listened on. */
  private static boolean isHere(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || Optional.ofNullable(NetworkInterface.getByInetAddress(address)).isPresent();
    } catch (SocketException e) {
      return false;
    }
  }

  @Override
  public Cloud cloud() {
    return cloud;
  }

  @Override
  public void configure(Rack changed, Rack told) {
    phases(told);
    sync.configure(changed);
  }

  @Override
  public void phases(Rack told) {
    rack = told;
    netboot.configure(told);
  }

  @Override
  public void changing(boolean now) {
    sync.changing(now);
  }

  @Override
  public Optional<SyncReport> sync() {
    return sync.report();
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(netboot.findings());
    rack.boot()
        .address()
        .filter(Ipv4Address::isLoopback)
        .ifPresent(
            address ->
                warnings.add(
                    "nodes cannot reach the boot server at "
                        + address
                        + "; say in the rack file where they can: boot: {address: ADDRESS}"));
    warnings.addAll(BootWay.warnings(rack));
    warnings.addAll(sourcesElsewhere());
    return List.copyOf(warnings);
  }

  /** An installer's own files are on the installer, and the service that should read them here. */
  private List<String> sourcesElsewhere() {
    if (rack.installer().isEmpty() || !(rack.bmc().placement() instanceof BmcSpec.Placement.Here)) {
      return List.of();
    }
    return rack.sync().map(SyncSpec::sources).orElse(List.of()).stream()
        .filter(
            source ->
                source.kind() == SyncSpec.Kind.DNSMASQ_HOSTS
                    || source.kind() == SyncSpec.Kind.DNSMASQ_LEASES)
        .filter(source -> Files.notExists(Path.of(source.place())))
        .map(
            source ->
                "address sync reads "
                    + source.place()
                    + " on this machine, where it is not; to have the installer's read, let the"
                    + " service run there: bmc: {placement: installer}")
        .toList();
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
    netboot.close();
    afterwards.run();
  }
}
