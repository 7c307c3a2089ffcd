package io.anyrack.cli.site;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.remote.RemoteService;
import io.anyrack.cli.sync.SiteSync;
import io.anyrack.cli.sync.SyncTarget;
import io.anyrack.openstack.OpenstackCloud;
import io.anyrack.openstack.OpenstackSetup;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.doctor.Report;
import io.anyrack.openstack.image.GivenMediaDrive;
import io.anyrack.openstack.machine.NodeBoot;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.resource.PhasePorts;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.Site;
import io.anyrack.service.state.StateDirectory;
import java.security.SecureRandom;
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
  private final Project project;
  private final OpenstackCloud cloud;

  private OpenstackSite(Project project, OpenstackCloud cloud) {
    this.project = project;
    this.cloud = cloud;
  }

  /** A rack's place in a project for who has its user's rights; nothing is asked yet. */
  private static OpenstackSite of(
      Host host, CloudAccess access, CloudSpec.Openstack spec, String rack, BmcSpec.PowerOff off) {
    Project project = Project.open(() -> access.config(spec));
    return new OpenstackSite(project, setup(host, rack).cloud(project, rack, spec, off));
  }

  /** The same for the rack's service, which on a server of the rack has few rights. */
  private static OpenstackSite ofService(
      Host host, CloudAccess access, StateDirectory state, CloudSpec.Openstack spec, Rack rack) {
    if (rack.bmc().placement() instanceof BmcSpec.Placement.Here) {
      return of(host, access, spec, rack.name(), rack.bmc().powerOff());
    }
    Project project = Project.open(() -> access.config(spec));
    return new OpenstackSite(
        project,
        setup(host, rack.name())
            .cloud(
                project,
                rack.name(),
                spec,
                rack.bmc().powerOff(),
                new GivenMediaDrive(state.discs())));
  }

  private static OpenstackSetup setup(Host host, String rack) {
    StateDirectory state =
        new StateDirectory(StateDirectory.allRacks(host::environment, host.home()).resolve(rack));
    return setup(host, () -> SshKeys.publicKey(host, state));
  }

  private static OpenstackSetup setup(Host host, Supplier<String> publicKey) {
    return new OpenstackSetup(
        LocalSite.BOOT_PROGRAMS,
        host.cache().resolve("media"),
        publicKey,
        Holders.here(host),
        Holders::isGone,
        Clock.systemUTC(),
        OpenstackSetup.Waits.USUAL);
  }

  /** Opens the site of a rack. */
  static Site open(
      Host host,
      StateDirectory state,
      CloudSpec.Openstack spec,
      Rack rack,
      Function<String, Optional<Node>> nodes,
      Site.Log log) {
    CloudAccess access = CloudAccess.of(host, state);
    OpenstackSite site = ofService(host, access, state, spec, rack);
    new AccessNote(state).write(access.config(spec), new SecureRandom());
    Clock clock = Clock.systemUTC();
    OrderedCloud cloud =
        new OrderedCloud(site.cloud, nodes, new StartsFile(state.starts()), clock, site::comesBack);
    return TenantSite.open(
        rack,
        cloud,
        new TenantSite.Machines(site::diskCommand, id -> site.cloud.nodeOf(id.toString())),
        log,
        new SiteSync(
            CloudAccess.of(host, state)::config,
            (now, changing) -> SyncTarget.of(site.project, now, changing),
            log),
        clock,
        site.project::close);
  }

  /** The rack's cloud without a service around it. */
  static Tenancy tenancy(Host host, CloudAccess access, CloudSpec.Openstack spec, Rack rack) {
    OpenstackSite site = of(host, access, spec, rack.name(), rack.bmc().powerOff());
    return new Tenancy(site.cloud, site.project);
  }

  /** The images in the CD drives of a rack's nodes. */
  static ProjectDiscs discs(Host host, CloudAccess access, CloudSpec.Openstack spec, Rack rack) {
    Project project = Project.open(access.config(spec));
    return new ProjectDiscs(
        project, setup(host, rack.name()).drive(project, rack.name(), spec), rack);
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
                .toList())
        .withServers(server -> server.withNics(server.nics().stream().map(known).toList()));
  }

  /** Puts a node's ports into a phase of its installation. */
  static int putIntoPhase(CloudConfig config, Rack rack, NodeSpec node, Phase phase) {
    try (Project project = Project.open(config)) {
      return new PhasePorts(project.neutron(), rack).put(node, phase);
    }
  }

  /** What has to be done so that the rack is as {@code wanted} says, and how. */
  static Planned plan(
      Host host,
      CloudAccess access,
      CloudSpec.Openstack spec,
      Optional<Rack> applied,
      Rack wanted) {
    try (OpenstackSite site = of(host, access, spec, wanted.name(), wanted.bmc().powerOff())) {
      Plan plan = site.cloud.plan(applied, wanted);
      return new Planned(plan, setup(host, () -> "").doctor(site.project).prospect(wanted));
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
      return setup(host, () -> "").doctor(project).examine(rack, progress);
    }
  }

  @Override
  public void close() {
    cloud.close();
    project.close();
  }
}
