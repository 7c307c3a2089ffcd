package io.anyrack.openstack.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.http.Microversion;
import io.anyrack.openstack.image.BootMediaBuilder;
import io.anyrack.openstack.image.MediaCatalogue;
import io.anyrack.openstack.nova.Flavor;
import io.anyrack.openstack.resource.CloudFacts;
import io.anyrack.openstack.resource.NodeShape;
import io.anyrack.openstack.resource.NodeShape.Source;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.Ipv4Network;
import io.anyrack.rack.address.Ipv4Range;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.BootSpec.Method;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.model.NodeSpec.Storage;
import io.anyrack.rack.model.Rack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NovaNodeShapesTest {
  private static final List<Flavor> FLAVORS =
      List.of(
          flavor("tiny", 1, 512, 2, 0),
          flavor("small", 1, 1024, 10, 0),
          flavor("two-disks", 1, 1024, 1, 8),
          flavor("large", 2, 4096, 40, 0));

  private NovaNodeShapes shapes;

  @BeforeAll
  void open(@TempDir Path work) {
    List<Path> installed = List.of(Path.of("/usr/lib/ipxe"), Path.of("/boot"));
    shapes =
        new NovaNodeShapes(
            new MediaCatalogue(new BootMediaBuilder(installed, work, Duration.ofSeconds(30))));
  }

  private static Flavor flavor(String name, int cpus, int memory, int disk, int ephemeral) {
    return new Flavor("id-" + name, name, cpus, memory, disk, ephemeral, Map.of());
  }

  /** A cloud by words such as {@code volumes 2.93} or {@code local 2.60}. */
  private static CloudFacts cloud(String words) {
    String[] parts = words.split(" ", -1);
    return new CloudFacts(
        Microversion.parse(parts[1]),
        parts[0].equals("volumes"),
        FLAVORS,
        List.of(
            image("debian", Map.of()), image("debian-uefi", Map.of("hw_firmware_type", "uefi"))));
  }

  private static Image image(String name, Map<String, String> properties) {
    return new Image(
        "id-" + name,
        name,
        "active",
        "public",
        "somebody",
        "qcow2",
        OptionalLong.of(1),
        0,
        0,
        Optional.empty(),
        List.of(),
        properties,
        Optional.empty());
  }

  /**
   * What a node wishes, in words such as {@code uefi 8 dhcp-installer rescue local image-debian}.
   */
  private record Wish(List<String> words) {
    static Wish of(String words) {
      return new Wish(List.of(words.split(" ", -1)));
    }

    NodeSpec node() {
      long gib = Long.parseLong(words.get(1));
      return new NodeSpec(
          "node-1",
          "node",
          1,
          1024,
          gib << 30,
          Firmware.valueOf(words.getFirst().toUpperCase(Locale.ROOT)),
          NodeSpec.NetworkBoot.IPXE,
          List.of(
              new Nic(
                  "provision",
                  MacAddress.parse("02:00:00:00:00:01"),
                  Optional.empty(),
                  Network.Guard.EXACT,
                  List.of(),
                  List.of())),
          new NodeSpec.Identity("a", "b", "c"),
          new UUID(1, 2),
          Optional.empty(),
          Optional.empty(),
          new NodeSpec.Hosting(
              after("flavor-"),
              after("image-"),
              words.contains("local")
                  ? Storage.LOCAL
                  : words.contains("volume") ? Storage.VOLUME : Storage.AUTO,
              words.contains("two-more")
                  ? List.of(
                      new NodeSpec.VolumeSpec(3, Optional.empty()),
                      new NodeSpec.VolumeSpec(4, Optional.of("fast")))
                  : List.of(),
              method()));
    }

    private Optional<String> after(String prefix) {
      return words.stream()
          .filter(word -> word.startsWith(prefix))
          .map(word -> word.substring(prefix.length()))
          .findFirst();
    }

    private Optional<Method> method() {
      return List.of(Method.values()).stream()
          .filter(method -> words.contains(method.name().toLowerCase(Locale.ROOT)))
          .findFirst();
    }

    Rack rack() {
      Network network =
          new Network(
              "provision",
              Ipv4Network.parse("192.0.2.0/24"),
              Ipv4Address.parse("192.0.2.1"),
              words.contains("dhcp-installer") ? Network.Dhcp.INSTALLER : Network.Dhcp.CLOUD,
              Network.Guard.EXACT,
              0,
              Ipv4Range.parse("192.0.2.100-192.0.2.200"),
              new Network.Metadata.None(),
              false,
              List.of(),
              Network.Routing.NONE);
      return new Rack(
          "rack",
          new CloudSpec.Openstack(Optional.empty(), Optional.empty(), Optional.empty(), "anyrack-"),
          List.of(network),
          List.of(node()),
          new BmcSpec(
              BmcSpec.Addressing.PER_PORT,
              Ipv4Address.parse("127.0.0.1"),
              0,
              new BmcSpec.Credentials.Generated(),
              Optional.empty(),
              new BmcSpec.Placement.Here(),
              words.contains("shelve") ? BmcSpec.PowerOff.SHELVE : BmcSpec.PowerOff.STOP),
          BootSpec.NOTHING);
    }
  }

  private NodeShape shape(String wish, String cloud) {
    return shapes.shape(Wish.of(wish).node(), Wish.of(wish).rack(), cloud(cloud));
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          node                       | cloud        | method  | flavor    | imageRef       | disks
          bios 8                     | volumes 2.93 | script  | two-disks |                | boot=ipxe-bios-cd volume 1 GiB index 0 cdrom ide; disk=blank volume 8 GiB index 1 disk virtio
          uefi 8                     | volumes 2.93 | script  | two-disks |                | boot=ipxe-uefi-cd volume 1 GiB index 0 cdrom sata; disk=blank volume 8 GiB index 1 disk virtio
          bios 8 two-more            | volumes 2.93 | script  | two-disks |                | boot=ipxe-bios-cd volume 1 GiB index 0 cdrom ide; disk=blank volume 8 GiB index 1 disk virtio; volume-1=blank volume 3 GiB; volume-2=blank volume 4 GiB fast
          bios 0                     | volumes 2.93 | script  | two-disks |                | boot=ipxe-bios-cd volume 1 GiB index 0 cdrom ide
          bios 8                     | local 2.93   | script  | two-disks | ipxe-bios-cd   | boot=ipxe-bios-cd local index 0 cdrom ide; disk=blank local 8 GiB index 1 disk ide
          uefi 8                     | local 2.93   | script  | two-disks | ipxe-uefi-cd   | boot=ipxe-uefi-cd local index 0 cdrom sata; disk=blank local 8 GiB index 1 disk virtio
          bios 8 local               | volumes 2.93 | script  | two-disks | ipxe-bios-cd   | boot=ipxe-bios-cd local index 0 cdrom ide; disk=blank local 8 GiB index 1 disk ide
          bios 10                    | local 2.60   | rescue  | small     | ipxe-bios-disk |
          uefi 10                    | local 2.60   | rescue  | small     | ipxe-uefi-disk |
          bios 8 dhcp-installer      | volumes 2.93 | rescue  | two-disks |                | disk=ipxe-bios-disk volume 8 GiB index 0 disk
          uefi 8 dhcp-installer      | volumes 2.87 | rescue  | two-disks |                | disk=ipxe-uefi-disk volume 8 GiB index 0 disk
          bios 8 dhcp-installer      | volumes 2.86 | rescue  | small     | ipxe-bios-disk |
          bios 8 dhcp-installer      | local 2.1    | rescue  | small     | ipxe-bios-disk |
          bios 8 rebuild             | volumes 2.93 | rebuild | two-disks |                | disk=ipxe-bios-disk volume 8 GiB index 0 disk
          bios 8 rebuild local       | volumes 2.93 | rebuild | small     | ipxe-bios-disk |
          bios 8 rescue local two-more | volumes 2.93 | rescue | small    | ipxe-bios-disk | disk=ipxe-bios-disk local index 0; volume-1=blank volume 3 GiB; volume-2=blank volume 4 GiB fast
          bios 8 image-debian        | volumes 2.93 | script  | two-disks |                | boot=ipxe-bios-cd volume 1 GiB index 0 cdrom ide; disk=id-debian volume 8 GiB index 1 disk virtio
          bios 8 image-debian        | local 2.93   | rescue  | small     | id-debian      |
          uefi 8 image-debian-uefi   | local 2.93   | rescue  | small     | id-debian-uefi |
          bios 8 flavor-large        | local 2.93   | rescue  | large     | ipxe-bios-disk |
          bios 8 shelve              | volumes 2.93 | script  | two-disks |                | boot=ipxe-bios-cd volume 1 GiB index 0 cdrom ide; disk=blank volume 8 GiB index 1 disk virtio
          bios 8 shelve              | local 2.93   | rescue  | small     | ipxe-bios-disk |
          bios 8 shelve local        | volumes 2.93 | rescue  | small     | ipxe-bios-disk |
          uefi 8 shelve dhcp-installer | local 2.93 | rescue  | small     | ipxe-uefi-disk |
          bios 0 shelve              | local 2.93   | script  | two-disks | ipxe-bios-cd   | boot=ipxe-bios-cd local index 0 cdrom ide
          bios 8 flavor-id-two-disks | local 2.93   | script  | two-disks | ipxe-bios-cd   | boot=ipxe-bios-cd local index 0 cdrom ide; disk=blank local 8 GiB index 1 disk ide
          """)
  void chooses(
      String node, String cloud, String method, String flavor, String image, String disks) {
    NodeShape shape = shape(node, cloud);

    assertThat(shape.method()).isEqualTo(Method.valueOf(method.toUpperCase(Locale.ROOT)));
    assertThat(shape.flavor().name()).isEqualTo(flavor);
    assertThat(shape.image().map(NovaNodeShapesTest::text)).isEqualTo(Optional.ofNullable(image));
    assertThat(
            shape.disks().stream().map(NovaNodeShapesTest::text).collect(Collectors.joining("; ")))
        .isEqualTo(Optional.ofNullable(disks).orElse(""));
  }

  private static String text(Source source) {
    return switch (source) {
      case Source.Blank() -> "blank";
      case Source.OfImage(String id) -> id;
      case Source.OfMedium(var medium) ->
          medium.name().substring(0, medium.name().lastIndexOf('-'));
    };
  }

  private static String text(NodeShape.Disk disk) {
    StringBuilder text = new StringBuilder(disk.name() + "=" + text(disk.source()));
    text.append(disk.volume() ? " volume" : " local");
    disk.sizeGib().ifPresent(size -> text.append(" " + size + " GiB"));
    disk.type().ifPresent(type -> text.append(" " + type));
    disk.bootIndex().ifPresent(index -> text.append(" index " + index));
    disk.deviceType().ifPresent(type -> text.append(" " + type));
    disk.bus().ifPresent(bus -> text.append(" " + bus));
    return text.toString();
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          node                  | cloud        | told
          bios 8                | volumes 2.93 | script on volumes
          bios 8 dhcp-installer | volumes 2.93 | rescue on volumes; not script on volumes: the cloud answers no DHCP on the node's first network, provision
          bios 10               | local 2.93   | rescue on local disks; not script on local disks: no flavor of the project has 1 cpus, 1024 MiB and 10 GiB of ephemeral disk
          bios 8 image-debian   | local 2.93   | Nova makes no server of two images on local disks
          bios 8 shelve         | local 2.93   | not script on local disks: with `power-off: shelve` its disk would be lost
          """)
  void saysWhy(String node, String cloud, String told) {
    assertThat(shape(node, cloud).because()).contains(told);
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          node                    | cloud        | told
          bios 8 native           | volumes 2.93 | Nova has no boot order of its own
          bios 8 volume           | local 2.93   | wants its disk on a volume, and this cloud has none
          bios 8 two-more         | local 2.93   | wants further volumes, and this cloud has none
          bios 8 volume rescue    | volumes 2.86 | knows microversion 2.86, and servers on volumes need 2.87
          bios 8 volume rebuild   | volumes 2.92 | knows microversion 2.92, and servers on volumes need 2.93
          bios 8 script dhcp-installer | volumes 2.93 | the cloud answers no DHCP
          bios 80                 | local 2.93   | no flavor of the project has 1 cpus, 1024 MiB and 80 GiB of disk; the project's flavors: tiny (1 cpus, 512 MiB, disk 2 GiB, ephemeral 0 GiB), two-disks
          bios 8 flavor-huge      | volumes 2.93 | wants the flavor huge, which the project does not have; it has: tiny
          bios 8 flavor-tiny      | local 2.93   | the flavor tiny has no 8 GiB of disk
          bios 8 image-fedora     | volumes 2.93 | wants the image fedora, which the project does not have
          bios 8 script shelve    | local 2.93   | its disk would be lost at each power off: Nova keeps only the root disk of a server that is shelved, here iPXE's CD-ROM; say `power-off: stop`, another `method`, or, where the cloud has volumes, `storage: volume`
          bios 8 image-debian-uefi | local 2.93  | the node's firmware is bios, and the image debian-uefi says uefi
          """)
  void refuses(String node, String cloud, String told) {
    assertThatThrownBy(() -> shape(node, cloud))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("node-1")
        .hasMessageContaining(told);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          node                  | cloud        | disk start                         | root     | comes back | medium
          bios 8                | volumes 2.93 | sanboot --no-describe --drive 0x80 | /dev/vda | false      | ipxe-bios-cd
          bios 8                | local 2.93   | sanboot --no-describe --drive 0x80 | /dev/sda | false      |
          uefi 8                | volumes 2.93 | exit 1                             | /dev/vda | true       | ipxe-uefi-cd
          bios 8 rescue         | volumes 2.93 | exit 1                             | /dev/vda | false      | ipxe-bios-cd
          uefi 8 rebuild        | volumes 2.93 | exit 1                             | /dev/vda | true       | ipxe-uefi-disk
          bios 8 image-debian rescue | local 2.93 | exit 1                          |          | false      | ipxe-bios-cd
          """)
  void tellsTheServerWhatItIs(
      String node, String cloud, String start, String root, boolean comesBack, String medium) {
    NodeShape shape = shape(node, cloud);
    var server = ServerExample.in("ACTIVE").server(shape.metadata());

    assertThat(NodeMarks.of(server).rootDevice()).isEqualTo(Optional.ofNullable(root));
    NodeBoot boot = NodeBoot.of(server);
    assertThat(boot.method()).isEqualTo(shape.method());
    assertThat(boot.diskStart().command()).isEqualTo(start);
    assertThat(boot.comesBack()).isEqualTo(comesBack);
    assertThat(shape.media().stream().map(each -> text(new Source.OfMedium(each))))
        .isEqualTo(Optional.ofNullable(medium).stream().toList());
  }

  @Test
  void asksTheGuestOnlyWhereItsImageSaysHow() {
    var ours = ServerExample.in("ACTIVE").server(shape("bios 8 rescue", "local 2.93").metadata());
    var image =
        ServerExample.in("ACTIVE").server(shape("bios 8 image-debian", "local 2.93").metadata());

    assertThat(NodeMarks.of(ours).guestShutdown()).isFalse();
    assertThat(NodeMarks.of(image).guestShutdown()).isTrue();
  }

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          node           | cloud        | disk is safe | network boot      | CD
          bios 8         | volumes 2.93 | true         | starts iPXE       | up to 1 GiB is written over the volume
          uefi 8         | local 2.93   | true         | starts iPXE       | rescue with the CD
          bios 8 rescue  | volumes 2.93 | true         | rescue with       | rescue with the CD
          bios 8 rebuild | local 2.93   | false        | LOST              | rescue with the CD
          uefi 8 rebuild | volumes 2.93 | false        | LOST              | rescue with the CD
          """)
  void tellsWhatItsMethodMeans(
      String node, String cloud, boolean safe, String network, String disc) {
    NodeShape shape = shape(node, cloud);
    MethodTruth truth =
        MethodTruth.of(NodeMarks.of(shape.metadata()), Wish.of(node).rack().bmc().powerOff());

    assertThat(truth.diskSafe()).isEqualTo(safe);
    assertThat(truth.networkBoot()).contains(network);
    assertThat(truth.cd()).contains(disc);
    assertThat(shape.because().contains("loses the disk")).isEqualTo(!safe);
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          node                       | cloud        | off
          bios 8                     | volumes 2.93 | at once, about 2 s
          bios 8 image-debian        | local 2.93   | asks the guest first, up to a minute; while booted from the network the disk starts for a moment first
          bios 8 shelve              | volumes 2.93 | at once, about 2 s; then its place on a hypervisor is given back, and power on looks for another; a local disk is kept as an image meanwhile
          bios 8 rescue shelve       | local 2.93   | at once, about 2 s; then its place on a hypervisor is given back, and power on looks for another; a local disk is kept as an image meanwhile; while booted from the network the disk starts for a moment first
          """)
  void tellsWhatPowerOffDoes(String node, String cloud, String off) {
    NodeMarks marks = NodeMarks.of(shape(node, cloud).metadata());

    assertThat(MethodTruth.of(marks, Wish.of(node).rack().bmc().powerOff()).off()).isEqualTo(off);
  }
}
