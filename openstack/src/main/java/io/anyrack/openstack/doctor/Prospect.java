package io.anyrack.openstack.doctor;

import io.anyrack.openstack.resource.NodeShape;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Guard;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a rack is going to be made, with the reasons, and what it will not be able to do.
 *
 * @param choices what was chosen
 * @param warnings for the user, a line each
 */
public record Prospect(List<Choice> choices, List<String> warnings) {
  /** Nothing was chosen. */
  public static final Prospect NONE = new Prospect(List.of(), List.of());

  /** Copies the lists. */
  public Prospect {
    choices = List.copyOf(choices);
    warnings = List.copyOf(warnings);
  }

  /** What can be told without asking the cloud. */
  public static Prospect offline(Rack rack) {
    return new Prospect(
        rack.networks().stream().map(Prospect::guard).toList(), BootWay.warnings(rack));
  }

  /**
   * All of it; nodes of which the same is to be said are one choice.
   *
   * @param shapes of the nodes, by name
   */
  static Prospect of(Rack rack, Map<String, NodeShape> shapes) {
    Map<Choice, List<String>> nodes = new LinkedHashMap<>();
    for (NodeSpec node : rack.nodes()) {
      NodeShape shape = shapes.get(node.name());
      if (shape != null) {
        nodes.computeIfAbsent(method("", shape), _ -> new ArrayList<>()).add(node.name());
      }
    }
    Prospect offline = offline(rack);
    List<Choice> choices = new ArrayList<>();
    nodes.forEach(
        (choice, names) ->
            choices.add(
                new Choice(
                    (names.size() == 1 ? "node " : "nodes ") + Names.few(names),
                    choice.what(),
                    choice.chosen(),
                    choice.because())));
    choices.addAll(offline.choices());
    return new Prospect(choices, offline.warnings());
  }

  /** How a node boots. */
  static Choice method(String subject, NodeShape shape) {
    return new Choice(
        subject,
        "boot method",
        shape.method().name().toLowerCase(Locale.ROOT) + ", flavor " + shape.flavor().name(),
        shape.because());
  }

  /** A network's guard. */
  static Choice guard(Network network) {
    return new Choice(
        "network " + network.name(),
        "guard",
        network.guard().name().toLowerCase(Locale.ROOT),
        because(network));
  }

  private static String because(Network network) {
    Guard usual =
        switch (network.dhcp()) {
          case CLOUD -> Guard.EXACT;
          case INSTALLER -> Guard.OFF;
          case NONE -> Guard.SUBNET;
        };
    if (network.guard() != usual) {
      return "the rack file says so";
    }
    return switch (network.dhcp()) {
      case CLOUD -> "the cloud's DHCP gives each port its own address, so the cloud may check it";
      case INSTALLER ->
          "a guarded port may not answer DHCP, nor use an address that an installer gave it";
      case NONE -> "nobody tells addresses here, so ports may use any of the network";
    };
  }
}
