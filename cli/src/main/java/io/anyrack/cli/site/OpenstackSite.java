package io.anyrack.cli.site;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.remote.RemoteService;
import io.anyrack.openstack.OpenstackCloud;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.doctor.Doctor;
import io.anyrack.openstack.doctor.RackProbe;
import io.anyrack.openstack.doctor.Report;
import io.anyrack.openstack.image.BootMediaBuilder;
import io.anyrack.openstack.image.GlanceBootMedia;
import io.anyrack.openstack.image.GlanceMediaDrive;
import io.anyrack.openstack.image.ImageDownload;
import io.anyrack.openstack.image.MediaCatalogue;
import io.anyrack.openstack.machine.NodeBoot;
import io.anyrack.openstack.machine.NovaNodeShapes;
import io.anyrack.openstack.machine.OpenstackMachine;
import io.anyrack.openstack.machine.Patience;
import io.anyrack.openstack.machine.Pause;
import io.anyrack.openstack.machine.RackServers;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.resource.BootMedia;
import io.anyrack.openstack.resource.NodeShapes;
import io.anyrack.openstack.resource.ProjectResources;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.Site;
import io.anyrack.service.state.StateDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A project of an OpenStack cloud, and what a rack has there. */
final class OpenstackSite implements AutoCloseable {
  /** Making a boot medium is a matter of a second. */
  private static final Duration MEDIUM_LIMIT = Duration.ofMinutes(1);

  /** A DVD, over a slow line. */
  private static final long LARGEST_CD = 16L << 30;

  private static final Duration CD_LIMIT = Duration.ofHours(1);

  private final Project project;
  private final NodeShapes shapes;
  private final OpenstackCloud cloud;

  /**
   * A rack's place in a project; nothing is asked yet.
   *
   * @param host the world the program runs in
   * @param config which project
   * @param keys the SSH key of servers that name none
   * @param spec what the rack file says of the cloud
   * @param rack the rack's name
   * @param powerOff what becomes of machines that are off
   */
  private OpenstackSite(
      Host host,
      CloudConfig config,
      Supplier<String> keys,
      CloudSpec.Openstack spec,
      String rack,
      BmcSpec.PowerOff powerOff) {
    Path cache = host.cache();
    RackTags tags = new RackTags(rack);
    MediaCatalogue catalogue = catalogue(cache);
    this.project = Project.open(config);
    this.shapes = new NovaNodeShapes(catalogue);
    GlanceMediaDrive drive =
        new GlanceMediaDrive(
            project.glance(),
            tags,
            spec.imagePrefix(),
            new ImageDownload(cache.resolve("cds"), LARGEST_CD, CD_LIMIT));
    BootMedia media =
        new GlanceBootMedia(
            project.glance(), project::id, catalogue, spec.imagePrefix(), cache.resolve("media"));
    this.cloud =
        new OpenstackCloud(
            new RackProbe(project, shapes),
            new ProjectResources(
                rack,
                project,
                media,
                shapes,
                keys,
                Holders.here(host),
                Holders::isGone,
                Clock.systemUTC(),
                io.anyrack.openstack.resource.Patience.USUAL),
            new RackServers(project.nova(), tags),
            drive,
            new OpenstackMachine.Surroundings(
                project.nova(),
                kind ->
                    media.present(List.of(catalogue.medium(kind)), rack).values().stream()
                        .findFirst(),
                drive,
                Clock.systemUTC(),
                Pause.REAL,
                Patience.DEFAULT,
                powerOff == BmcSpec.PowerOff.SHELVE));
  }

  private static OpenstackSite of(
      Host host, CloudAccess access, CloudSpec.Openstack spec, String rack, BmcSpec.PowerOff off) {
    StateDirectory state =
        new StateDirectory(StateDirectory.allRacks(host::environment, host.home()).resolve(rack));
    return new OpenstackSite(
        host, access.config(spec), () -> SshKeys.publicKey(host, state), spec, rack, off);
  }

  /** Opens the site of a rack. */
  static Site open(
      Host host,
      StateDirectory state,
      CloudSpec.Openstack spec,
      Rack rack,
      Function<String, Optional<Node>> nodes,
      Site.BootLog log) {
    OpenstackSite site =
        of(host, CloudAccess.of(host, state), spec, rack.name(), rack.bmc().powerOff());
    Clock clock = Clock.systemUTC();
    OrderedCloud cloud =
        new OrderedCloud(site.cloud, nodes, new StartsFile(state.starts()), clock, site::comesBack);
    return TenantSite.open(
        rack,
        cloud,
        new TenantSite.Machines(site::diskCommand, id -> site.cloud.nodeOf(id.toString())),
        log,
        clock,
        site.project::close);
  }

  /** The rack's cloud without a service around it. */
  static Tenancy tenancy(Host host, CloudAccess access, CloudSpec.Openstack spec, Rack rack) {
    OpenstackSite site = of(host, access, spec, rack.name(), rack.bmc().powerOff());
    return new Tenancy(site.cloud, site.project);
  }

  /** Only a machine that starts with iPXE each time is sent on to its disk. */
  private Optional<String> diskCommand(String node) {
    return cloud
        .boot(node)
        .filter(boot -> boot.method() == BootSpec.Method.SCRIPT)
        .map(boot -> boot.diskStart().command());
  }

  private Duration comesBack(String node) {
    return cloud
        .boot(node)
        .filter(NodeBoot::comesBack)
        .map(_ -> Duration.ofSeconds(NodeBoot.COMES_BACK_SECONDS))
        .orElse(Duration.ZERO);
  }

  /** The rack with the addresses of its ports in the project, which are known by their MACs. */
  static Rack withAddresses(CloudConfig config, Rack rack) {
    Map<String, String> addresses = new HashMap<>();
    try (Project project = Project.open(config)) {
      project
          .neutron()
          .ports()
          .tagged(new RackTags(rack.name()).tag())
          .forEach(
              port ->
                  port.fixedIps().stream()
                      .map(Port.FixedIp::address)
                      .filter(address -> !address.contains(":"))
                      .findFirst()
                      .ifPresent(address -> addresses.put(port.mac(), address)));
    }
    UnaryOperator<Nic> known =
        nic ->
            Optional.ofNullable(addresses.get(nic.mac().toString()))
                .filter(_ -> nic.address().isEmpty())
                .map(address -> nic.withAddress(Ipv4Address.parse(address)))
                .orElse(nic);
    return rack.withNodes(
        rack.nodes().stream()
            .map(node -> node.withNics(node.nics().stream().map(known).toList()))
            .toList());
  }

  /** What has to be done so that the rack is as {@code wanted} says. */
  static Plan plan(
      Host host,
      CloudAccess access,
      CloudSpec.Openstack spec,
      Optional<Rack> applied,
      Rack wanted) {
    try (OpenstackSite site = of(host, access, spec, wanted.name(), wanted.bmc().powerOff())) {
      return site.cloud.plan(applied, wanted);
    }
  }

  /** Destroys all that carries the rack's tag. */
  static List<String> destroy(
      Host host, CloudAccess access, CloudSpec.Openstack spec, String rack, Progress progress) {
    try (OpenstackSite site = of(host, access, spec, rack, BmcSpec.PowerOff.STOP)) {
      Cloud cloud = site.cloud;
      cloud.destroy(progress);
      RemoteService.revoke(site.project, rack);
      return cloud.account();
    }
  }

  /** Finds out what the project can do. */
  static Report examine(
      Host host, CloudSpec.Openstack spec, Optional<Rack> rack, Progress progress) {
    try (Project project = Project.open(CloudAccess.here(host).config(spec))) {
      return new Doctor(project, new NovaNodeShapes(catalogue(host.cache())))
          .examine(rack, progress);
    }
  }

  private static MediaCatalogue catalogue(Path cache) {
    return new MediaCatalogue(
        new BootMediaBuilder(LocalSite.BOOT_PROGRAMS, cache.resolve("media"), MEDIUM_LIMIT));
  }

  @Override
  public void close() {
    cloud.close();
    project.close();
  }
}
