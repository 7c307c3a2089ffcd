package io.anyrack.openstack.doctor;

import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.machine.MethodTruth;
import io.anyrack.openstack.machine.NodeMarks;
import io.anyrack.openstack.neutron.Quota;
import io.anyrack.openstack.nova.Flavor;
import io.anyrack.openstack.nova.Limits;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.resource.CloudFacts;
import io.anyrack.openstack.resource.Demand;
import io.anyrack.openstack.resource.NodeShape;
import io.anyrack.openstack.resource.NodeShapes;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether one rack fits a project, and how it would be made there. */
final class RackCheck {
  private final Project project;
  private final NodeShapes shapes;
  private final Notes notes;
  private final List<Choice> choices = new ArrayList<>();

  RackCheck(Project project, NodeShapes shapes, Notes notes) {
    this.project = project;
    this.shapes = shapes;
    this.notes = notes;
  }

  List<Choice> choices() {
    return List.copyOf(choices);
  }

  /** Flavors, images, boot methods and quotas. */
  void hardware(Rack rack, CloudFacts facts) {
    Map<String, NodeShape> nodes = new LinkedHashMap<>();
    for (NodeSpec node : rack.nodes()) {
      try {
        NodeShape shape = shapes.shape(node, rack, facts);
        nodes.put(node.name(), shape);
        choices.add(Prospect.method("node " + node.name(), shape));
      } catch (CloudException e) {
        notes.problem("node " + node.name(), "cannot be had", String.valueOf(e.getMessage()));
      }
    }
    nodes.values().stream()
        .collect(
            Collectors.groupingBy(
                shape -> NodeMarks.of(shape.metadata()), LinkedHashMap::new, Collectors.counting()))
        .forEach((marks, count) -> method(marks, rack.bmc().powerOff(), count));
    boolean known = true;
    for (ServerSpec server : rack.allServers()) {
      known &= flavor(server, facts);
      known &= image(server, facts);
    }
    if (known) {
      notes.look("rack " + rack.name(), () -> quotas(Demand.of(project, rack, nodes, facts)));
    }
  }

  /** What a boot method means for the nodes that have it. */
  private void method(NodeMarks marks, BmcSpec.PowerOff powerOff, long nodes) {
    MethodTruth truth = MethodTruth.of(marks, powerOff);
    String subject =
        "%s on %s, %d node%s"
            .formatted(
                marks.method().name().toLowerCase(Locale.ROOT),
                marks.firmware().name().toLowerCase(Locale.ROOT),
                nodes,
                nodes == 1 ? "" : "s");
    choices.add(
        new Choice(
            subject,
            "network boot",
            truth.diskSafe() ? "disk stays" : "DISK IS LOST",
            truth.networkBoot()));
    choices.add(new Choice(subject, "CD boot", "disk stays", truth.cd()));
    choices.add(new Choice(subject, "power off", truth.off(), "soft: " + truth.soft()));
    choices.add(new Choice(subject, "reset", truth.reset(), ""));
  }

  private boolean flavor(ServerSpec server, CloudFacts facts) {
    Optional<Flavor> found =
        facts.flavors().stream()
            .filter(
                flavor ->
                    flavor.name().equals(server.flavor()) || flavor.id().equals(server.flavor()))
            .findFirst();
    if (found.isEmpty()) {
      notes.problem(
          "server " + server.name(),
          "no flavor " + server.flavor(),
          "the project has: "
              + String.join(", ", facts.flavors().stream().map(Flavor::name).sorted().toList()));
    }
    return found.isPresent();
  }

  private boolean image(ServerSpec server, CloudFacts facts) {
    List<Image> found =
        facts.images().stream()
            .filter(
                image -> image.name().equals(server.image()) || image.id().equals(server.image()))
            .filter(image -> image.status().equals("active"))
            .toList();
    if (found.size() != 1) {
      notes.problem(
          "server " + server.name(),
          found.isEmpty()
              ? "no image " + server.image()
              : found.size() + " images " + server.image(),
          found.isEmpty() ? "`openstack image list` shows them" : "name it by its id");
    }
    return found.size() == 1;
  }

  /** What is still to be made of the rack; of one that is up, nothing is said. */
  private void quotas(Demand demand) {
    Limits limits = project.nova().limits();
    Map<String, Long> compute = demand.compute();
    quota("servers", needed(compute, Demand.SERVERS), limits.maxInstances(), limits.instances());
    quota("cores", needed(compute, Demand.CORES), limits.maxCores(), limits.cores());
    quota("memory in MiB", needed(compute, Demand.RAM), limits.maxRamMib(), limits.ramMib());
    Map<String, Quota> network = project.neutron().quotas(project.id());
    demand
        .network()
        .forEach(
            (kind, needed) ->
                Optional.ofNullable(network.get(kind))
                    .ifPresent(
                        quota ->
                            quota(
                                kind.replace('_', ' ') + "s",
                                needed,
                                quota.limit(),
                                quota.used())));
    project
        .cinder()
        .map(cinder -> cinder.limits())
        .ifPresent(
            volumes -> {
              Map<String, Long> storage = demand.storage();
              quota(
                  "volumes",
                  needed(storage, Demand.VOLUMES),
                  volumes.maxVolumes(),
                  volumes.volumes());
              quota("volumes in GiB", needed(storage, Demand.GIB), volumes.maxGib(), volumes.gib());
            });
  }

  private static long needed(Map<String, Long> demand, String what) {
    return demand.getOrDefault(what, 0L);
  }

  private void quota(String what, long needed, long limit, long used) {
    long free = limit < 0 ? Long.MAX_VALUE : Math.max(0, limit - used);
    if (needed <= 0) {
      return;
    }
    String found =
        limit < 0 ? "no limit" : "%d of %d free, %d needed".formatted(free, limit, needed);
    notes.judge(
        needed <= free,
        "quota: " + what,
        found,
        needed <= free
            ? "enough"
            : "make the rack smaller, free some, or ask the cloud's operator for more");
  }

  /** Whether the cloud can do what the rack's networks ask for. */
  void networks(Rack rack, NetworkCheck.Learnt learnt) {
    for (Network network : rack.networks()) {
      String subject = "network " + network.name();
      boolean open = network.guard() == Network.Guard.OFF;
      if (open && !learnt.openPorts()) {
        notes.problem(subject, "guard: off", "the cloud does not let ports be open; guard: exact");
      }
      if (network.guard() == Network.Guard.SUBNET && !learnt.cidrPairs()) {
        notes.problem(subject, "guard: subnet", "the cloud takes no cidr pairs; guard: exact");
      }
      if (network.dhcp() == Network.Dhcp.INSTALLER && !open) {
        notes.warning(
            subject,
            "dhcp: installer, guarded",
            "only the installer's own port may answer DHCP, and a node gets on only with its"
                + " port's own address");
      }
      if (learnt.mtu() > 0 && network.mtu() > learnt.mtu()) {
        notes.problem(
            subject,
            "mtu: " + network.mtu(),
            "the cloud carries up to " + learnt.mtu() + "; mtu: auto takes what there is");
      }
      choices.add(Prospect.guard(network));
    }
    for (Network network : BootWay.cutOff(rack)) {
      notes.warning(
          "network " + network.name(),
          "no router",
          "its nodes cannot boot from the network, for the boot server is on this machine: "
              + BootWay.remedy(network));
    }
  }
}
