package io.anyrack.openstack.machine;

import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.http.Microversion;
import io.anyrack.openstack.image.BootMedium;
import io.anyrack.openstack.image.MediaCatalogue;
import io.anyrack.openstack.nova.Flavor;
import io.anyrack.openstack.resource.CloudFacts;
import io.anyrack.openstack.resource.NodeShape;
import io.anyrack.openstack.resource.NodeShape.Source;
import io.anyrack.openstack.resource.NodeShapes;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BootSpec.Method;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.model.NodeSpec.Storage;
import io.anyrack.rack.model.Rack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses boot method and disks of a node.
 *
 * <p>{@code script} where it holds, as it costs no call to the cloud and keeps disks; else {@code
 * rescue}, which keeps disks, too; else {@code rebuild}. Volumes before local disks. Whoever names
 * a method or a storage gets that or an error.
 */
public final class NovaNodeShapes implements NodeShapes {
  /** Rescue of a server whose root is a volume. */
  private static final Microversion RESCUE_OF_VOLUMES = new Microversion(2, 87);

  /** Rebuild of a server whose root is a volume, with another image. */
  private static final Microversion REBUILD_OF_VOLUMES = new Microversion(2, 93);

  private final MediaCatalogue media;

  /** Shapes with media of a catalogue. */
  public NovaNodeShapes(MediaCatalogue media) {
    this.media = media;
  }

  /** A way to have a node, if it holds here. */
  private sealed interface Attempt {
    record Holds(Flavor flavor, DiskLayout layout) implements Attempt {}

    record Fails(String reason) implements Attempt {}
  }

  private record Way(Method method, boolean volume) {
    String label() {
      return method.name().toLowerCase(Locale.ROOT)
          + (volume ? " on volumes" : " on local disks")
          + (method == Method.REBUILD ? " (a boot from the network loses the disk)" : "");
    }
  }

  @Override
  public NodeShape shape(NodeSpec node, Rack rack, CloudFacts facts) {
    Optional<Image> image = node.hosting().image().map(name -> image(node, name, facts));
    List<String> reasons = new ArrayList<>();
    for (Way way : ways(node, rack, facts)) {
      switch (attempt(way, node, rack, facts, image)) {
        case Attempt.Fails(String reason) -> reasons.add("not " + way.label() + ": " + reason);
        case Attempt.Holds(Flavor flavor, DiskLayout layout) -> {
          boolean guestShutdown = image.isPresent() && way.method != Method.SCRIPT;
          NodeMarks marks =
              new NodeMarks(
                  way.method, node.firmware(), guestShutdown, layout.rootDevice(), layout.cdGib());
          return new NodeShape(
              flavor,
              way.method,
              reasons.isEmpty() ? way.label() : way.label() + "; " + String.join("; ", reasons),
              layout.image(),
              layout.disks(),
              marks.metadata(),
              layout.media());
        }
      }
    }
    throw new CloudException(
        "node %s cannot be had on this cloud: %s; the project's flavors: %s"
            .formatted(
                node.name(),
                String.join("; ", reasons),
                new FlavorChoice(facts.flavors()).names()));
  }

  private static List<Way> ways(NodeSpec node, Rack rack, CloudFacts facts) {
    Method wanted = node.hosting().method().orElse(rack.boot().method());
    if (wanted == Method.NATIVE) {
      throw new CloudException(
          "node %s: Nova has no boot order of its own; boot method native is for other clouds: use"
                  .formatted(node.name())
              + " auto, script, rescue or rebuild");
    }
    Storage storage = node.hosting().storage();
    boolean volumes = facts.volumes() && storage != Storage.LOCAL;
    if (storage == Storage.VOLUME && !facts.volumes()) {
      throw new CloudException(
          "node %s wants its disk on a volume, and this cloud has none (Cinder); use storage: local"
              .formatted(node.name()));
    }
    if (!facts.volumes() && !node.hosting().volumes().isEmpty()) {
      throw new CloudException(
          "node %s wants further volumes, and this cloud has none (Cinder)".formatted(node.name()));
    }
    List<Way> ways = new ArrayList<>();
    List<Method> safe =
        wanted == Method.AUTO ? List.of(Method.SCRIPT, Method.RESCUE) : List.of(wanted);
    List<Boolean> places = new ArrayList<>();
    if (volumes) {
      places.add(true);
    }
    if (storage != Storage.VOLUME) {
      places.add(false);
    }
    places.forEach(place -> safe.forEach(method -> ways.add(new Way(method, place))));
    if (wanted == Method.AUTO) {
      places.forEach(place -> ways.add(new Way(Method.REBUILD, place)));
    }
    return ways;
  }

  private Attempt attempt(
      Way way, NodeSpec node, Rack rack, CloudFacts facts, Optional<Image> image) {
    FlavorChoice flavors = new FlavorChoice(facts.flavors());
    Optional<Source.OfImage> source = image.map(each -> new Source.OfImage(each.id()));
    return switch (way.method) {
      case SCRIPT -> {
        Optional<String> hindrance = scriptHindrance(way, node, rack, image);
        if (hindrance.isPresent()) {
          yield new Attempt.Fails(hindrance.get());
        }
        int disk = way.volume ? 0 : DiskLayout.diskGib(node);
        yield flavors
            .find(node, flavor -> flavor.ephemeralGib() >= disk)
            .<Attempt>map(
                flavor ->
                    new Attempt.Holds(
                        flavor,
                        way.volume
                            ? DiskLayout.scriptOnVolumes(node, media, source)
                            : DiskLayout.scriptOnLocal(node, media)))
            .orElseGet(
                () -> new Attempt.Fails(flavors.nothing(node, disk + " GiB of ephemeral disk")));
      }
      case RESCUE -> {
        if (way.volume && !facts.nova().atLeast(RESCUE_OF_VOLUMES)) {
          yield new Attempt.Fails(tooOld(facts, RESCUE_OF_VOLUMES));
        }
        yield alone(way, node, facts, image, BootMedium.cd(node.firmware()));
      }
      case REBUILD -> {
        if (way.volume && !facts.nova().atLeast(REBUILD_OF_VOLUMES)) {
          yield new Attempt.Fails(tooOld(facts, REBUILD_OF_VOLUMES));
        }
        yield alone(way, node, facts, image, BootMedium.disk(node.firmware()));
      }
      case AUTO, NATIVE -> throw new IllegalArgumentException("no way: " + way);
    };
  }

  /** A root disk and no other boot device. */
  private Attempt alone(
      Way way, NodeSpec node, CloudFacts facts, Optional<Image> image, BootMedium medium) {
    Optional<String> mismatch = image.flatMap(each -> mismatch(node, each));
    if (mismatch.isPresent()) {
      return new Attempt.Fails(mismatch.get());
    }
    FlavorChoice flavors = new FlavorChoice(facts.flavors());
    int disk = way.volume ? 0 : Math.max(1, DiskLayout.diskGib(node));
    return flavors
        .find(node, flavor -> flavor.diskGib() >= disk)
        .<Attempt>map(
            flavor ->
                new Attempt.Holds(
                    flavor,
                    DiskLayout.diskAlone(
                        node,
                        media,
                        image.map(each -> new Source.OfImage(each.id())),
                        way.volume,
                        media.medium(medium))))
        .orElseGet(() -> new Attempt.Fails(flavors.nothing(node, disk + " GiB of disk")));
  }

  /** Why a node cannot always start iPXE and ask for its script. */
  private static Optional<String> scriptHindrance(
      Way way, NodeSpec node, Rack rack, Optional<Image> image) {
    if (!way.volume && image.isPresent()) {
      return Optional.of("Nova makes no server of two images on local disks");
    }
    if (!way.volume && node.diskBytes() > 0 && rack.bmc().powerOff() == BmcSpec.PowerOff.SHELVE) {
      return Optional.of(
          "with `power-off: shelve` its disk would be lost at each power off: Nova keeps only the"
              + " root disk of a server that is shelved, here iPXE's CD-ROM; say `power-off: stop`,"
              + " another `method`, or, where the cloud has volumes, `storage: volume`");
    }
    if (node.nics().isEmpty()) {
      return Optional.of("the node is on no network");
    }
    String network = node.nics().getFirst().network();
    Optional<Network.Dhcp> dhcp = rack.network(network).map(Network::dhcp);
    if (!dhcp.equals(Optional.of(Network.Dhcp.CLOUD))) {
      return Optional.of(
          "the cloud answers no DHCP on the node's first network, %s, so that iPXE is not told where"
                  .formatted(network)
              + " its script is");
    }
    return Optional.empty();
  }

  /** Without a medium of ours before it, the image decides about the firmware. */
  private static Optional<String> mismatch(NodeSpec node, Image image) {
    boolean uefi = "uefi".equals(image.properties().get("hw_firmware_type"));
    if (uefi == (node.firmware() == Firmware.UEFI)) {
      return Optional.empty();
    }
    return Optional.of(
        "the node's firmware is %s, and the image %s says %s (hw_firmware_type)"
            .formatted(
                node.firmware().name().toLowerCase(Locale.ROOT),
                image.name(),
                uefi ? "uefi" : "bios"));
  }

  private static String tooOld(CloudFacts facts, Microversion needed) {
    return "the cloud's Nova knows microversion %s, and servers on volumes need %s for it"
        .formatted(facts.nova(), needed);
  }

  private static Image image(NodeSpec node, String name, CloudFacts facts) {
    List<Image> found =
        facts.images().stream()
            .filter(image -> image.id().equals(name) || image.name().equals(name))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new CloudException(
        found.isEmpty()
            ? "node %s wants the image %s, which the project does not have; `openstack image list`"
                    .formatted(node.name(), name)
                + " shows what it has"
            : "node %s wants the image %s, and %d images are called so; give its id"
                .formatted(node.name(), name, found.size()));
  }
}
