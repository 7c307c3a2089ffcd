package io.anyrack.openstack.doctor;

import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.machine.MethodTruth;
import io.anyrack.openstack.machine.NodeMarks;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.neutron.Quota;
import io.anyrack.openstack.neutron.Resources;
import io.anyrack.openstack.nova.Flavor;
import io.anyrack.openstack.nova.Limits;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.resource.CloudFacts;
import io.anyrack.openstack.resource.NodeShape;
import io.anyrack.openstack.resource.NodeShapes;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.ServerSpec;
import java.util.ArrayList;
import java.util.HashMap;
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
    List<NodeShape> nodes = new ArrayList<>();
    for (NodeSpec node : rack.nodes()) {
      try {
        NodeShape shape = shapes.shape(node, rack, facts);
        nodes.add(shape);
        choices.add(Prospect.method("node " + node.name(), shape));
      } catch (CloudException e) {
        notes.problem("node " + node.name(), "cannot be had", String.valueOf(e.getMessage()));
      }
    }
    nodes.stream()
        .collect(
            Collectors.groupingBy(
                shape -> NodeMarks.of(shape.metadata()), LinkedHashMap::new, Collectors.counting()))
        .forEach((marks, count) -> method(marks, rack.bmc().powerOff(), count));
    List<Flavor> flavors = new ArrayList<>();
    for (ServerSpec server : rack.allServers()) {
      flavor(server, facts).ifPresent(flavors::add);
      image(server, facts);
    }
    quotas(rack, Demand.of(rack, nodes, flavors));
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

  private Optional<Flavor> flavor(ServerSpec server, CloudFacts facts) {
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
    return found;
  }

  private void image(ServerSpec server, CloudFacts facts) {
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
  }

  private void quotas(Rack rack, Demand demand) {
    String tag = new RackTags(rack.name()).tag();
    List<Server> servers = project.nova().servers(tag);
    Limits limits = project.nova().limits();
    quota("servers", demand.servers(), servers.size(), limits.maxInstances(), limits.instances());
    // What servers of the rack have already is not told apart: flavors may have changed.
    if (servers.isEmpty()) {
      quota("cores", demand.cores(), 0, limits.maxCores(), limits.cores());
      quota("memory in MiB", demand.ramMib(), 0, limits.maxRamMib(), limits.ramMib());
    }
    Map<String, Quota> network = project.neutron().quotas(project.id());
    Map<String, Integer> there = there(tag);
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
                                there.getOrDefault(kind, 0),
                                quota.limit(),
                                quota.used())));
    project
        .cinder()
        .filter(_ -> servers.isEmpty())
        .map(cinder -> cinder.limits())
        .ifPresent(
            volumes -> {
              quota("volumes", demand.volumes(), 0, volumes.maxVolumes(), volumes.volumes());
              quota("volumes in GiB", demand.volumeGib(), 0, volumes.maxGib(), volumes.gib());
            });
  }

  private Map<String, Integer> there(String tag) {
    Map<String, Integer> there = new HashMap<>();
    there.put("network", count(project.neutron().networks(), tag));
    there.put("subnet", count(project.neutron().subnets(), tag));
    there.put("port", count(project.neutron().ports(), tag));
    there.put("router", count(project.neutron().routers(), tag));
    there.put("security_group", count(project.neutron().securityGroups(), tag));
    there.put("floatingip", count(project.neutron().floatingIps(), tag));
    return there;
  }

  private static int count(Resources<? extends Found> resources, String tag) {
    return resources.tagged(tag).size();
  }

  private void quota(String what, long needed, long there, long limit, long used) {
    long missing = Math.max(0, needed - there);
    long free = limit < 0 ? Long.MAX_VALUE : Math.max(0, limit - used);
    if (missing == 0) {
      return;
    }
    String found =
        limit < 0 ? "no limit" : "%d of %d free, %d needed".formatted(free, limit, missing);
    notes.judge(
        missing <= free,
        "quota: " + what,
        found,
        missing <= free
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
