package io.anyrack.openstack.machine;

import io.anyrack.openstack.nova.Flavor;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.NodeSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the flavor of a node: the one it names, else the smallest that holds it.
 *
 * @param flavors all the project may use
 */
record FlavorChoice(List<Flavor> flavors) {
  private static final Comparator<Flavor> SMALLEST_FIRST =
      Comparator.comparingInt(Flavor::ramMib)
          .thenComparingInt(Flavor::vcpus)
          .thenComparingInt(flavor -> flavor.diskGib() + flavor.ephemeralGib())
          .thenComparing(Flavor::name);

  /** The most names an error lists. */
  private static final int LISTED = 20;

  /**
   * The flavor that fits a node and {@code disk}; empty if none does.
   *
   * @throws CloudException if the node names one that is not there or does not hold it
   */
  Optional<Flavor> find(NodeSpec node, Predicate<Flavor> disk) {
    if (node.hosting().flavor().isPresent()) {
      return Optional.of(named(node)).filter(disk);
    }
    return flavors.stream()
        .filter(flavor -> flavor.vcpus() >= node.cpus() && flavor.ramMib() >= node.memoryMiB())
        .filter(disk)
        .min(SMALLEST_FIRST);
  }

  private Flavor named(NodeSpec node) {
    String name = node.hosting().flavor().orElseThrow();
    return flavors.stream()
        .filter(flavor -> flavor.name().equals(name) || flavor.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CloudException(
                    "node %s wants the flavor %s, which the project does not have; it has: %s"
                        .formatted(node.name(), name, names())));
  }

  /** What to say where nothing fits. */
  String nothing(NodeSpec node, String disk) {
    return node.hosting()
        .flavor()
        .map(name -> "the flavor " + name + " has no " + disk)
        .orElseGet(
            () ->
                "no flavor of the project has %d cpus, %d MiB and %s"
                    .formatted(node.cpus(), node.memoryMiB(), disk));
  }

  /** All of them, for people. */
  String names() {
    return flavors.stream()
        .sorted(SMALLEST_FIRST)
        .limit(LISTED)
        .map(
            flavor ->
                "%s (%d cpus, %d MiB, disk %d GiB, ephemeral %d GiB)"
                    .formatted(
                        flavor.name(),
                        flavor.vcpus(),
                        flavor.ramMib(),
                        flavor.diskGib(),
                        flavor.ephemeralGib()))
        .collect(Collectors.joining(", "));
  }
}
