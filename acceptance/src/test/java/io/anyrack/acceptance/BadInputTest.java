package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be done is said clearly, and leaves nothing half made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {
  @RegisterExtension private final Anyrack anyrack = new Anyrack();

  @AfterEach
  void leavesNothing() {
    Leftovers.of(anyrack.racks()).expectNone();
  }

  static Stream<Arguments> rackFiles() {
    return Stream.of(
        argumentSet(
            "misspelt key",
            """
            rack: bad
            nodez: 2
            """,
            "rack.yaml:2:1: "),
        argumentSet(
            "misspelt value",
            """
            rack: bad
            networks:
              - { name: lan, cidr: 192.0.2.0/24, dhcp: clod }
            nodes: 1
            """,
            "rack.yaml:3:44: dhcp cannot be 'clod'; did you mean 'cloud'?"),
        argumentSet(
            "unknown network",
            """
            rack: bad
            nodes:
              - { name: a, networks: [provison] }
            """,
            "rack.yaml:3:27: unknown network 'provison'; did you mean 'provision'?"),
        argumentSet(
            "no YAML",
            """
            rack: bad
            nodes: [1, 2
            """,
            "rack.yaml:3:1: "),
        argumentSet(
            "overlapping networks",
            """
            rack: bad
            networks:
              - { name: a, cidr: 192.0.2.0/24 }
              - { name: b, cidr: 192.0.2.128/25 }
            nodes: 1
            """,
            "rack.yaml:4:22: "),
        argumentSet(
            "image that is not there",
            """
            rack: bad
            nodes:
              - { name: a, image: none.img }
            """,
            "rack.yaml:3:23: "),
        argumentSet(
            "secret that is not set",
            """
            rack: bad
            nodes: 1
            bmc: { credentials: { user: admin, password: !secret NOT_SET } }
            """,
            "rack.yaml:3:46: "));
  }

  @ParameterizedTest
  @MethodSource("rackFiles")
  void shouldPointAtWhatIsWrongInARackFile(String text, String complaint) {
    Rack rack = anyrack.rack(text);
    for (String command : List.of("plan", "up")) {
      Finished finished = anyrack.run(command, "-f", rack.file().toString());
      assertThat(finished.exit()).as(finished::toString).isEqualTo(1);
      assertThat(finished.err()).contains(rack.file().getParent() + "/" + complaint);
      assertThat(finished.out()).isEmpty();
    }
  }

  @Test
  void shouldTellAllThatIsWrongAtOnce() {
    Rack rack =
        anyrack.rack(
            """
            rack: bad
            networks: [{ name: lan, cidr: 192.0.2.0/33 }]
            nodes: [{ name: a, cpus: 0 }, { name: a }]
            """);
    Finished up = anyrack.run("up", "-f", rack.file().toString());
    assertThat(up.exit()).isEqualTo(1);
    assertThat(up.err()).contains("rack.yaml:2:31: ", "rack.yaml:3:26: ", "rack.yaml:3:39: ");
  }

  static Stream<Arguments> wrongUses() {
    return Stream.of(
        argumentSet("no command", "", ""),
        argumentSet("unknown command", "fly", "fly"),
        argumentSet("unknown option", "up --fast", "--fast"),
        argumentSet("unknown power verb", "power node-1 explode", "explode"),
        argumentSet("no node", "power on", ""),
        argumentSet("unknown boot device", "boot node-1 floppy", "floppy"),
        argumentSet("hard off after on", "power node-1 on --then-off-after 3", "soft"),
        argumentSet("nothing to insert", "media node-1 insert", "insert FILE|URL"),
        argumentSet("both firmwares", "boot node-1 disk --uefi --bios", "--bios"),
        argumentSet("unknown format", "nodes -o xml", "xml"));
  }

  @ParameterizedTest
  @MethodSource("wrongUses")
  void shouldEndWithTwoWhenUsedWrongly(String words, String complaint) {
    Finished finished = anyrack.run(words.isEmpty() ? new String[0] : words.split(" "));
    assertThat(finished.exit()).as(finished::toString).isEqualTo(2);
    assertThat(finished.err()).contains(complaint, "Usage:");
    assertThat(finished.out()).isEmpty();
  }

  static Stream<Arguments> nothingThere() {
    return Stream.of(
        argumentSet("no rack file", "up", "anyrack init"),
        argumentSet("no rack", "status", "anyrack up"),
        argumentSet("rack that is not up", "nodes --rack lab", "'lab' is not up"),
        argumentSet("path for a name", "down --rack ../lab", "cannot be the name of a rack"));
  }

  @ParameterizedTest
  @MethodSource("nothingThere")
  void shouldSayWhatIsNotThere(String words, String complaint) {
    Finished finished = anyrack.run(words.split(" "));
    assertThat(finished.exit()).as(finished::toString).isEqualTo(1);
    assertThat(finished.err()).startsWith("anyrack: ").contains(complaint);
  }

  @Test
  void shouldTakeDownWhatIsNotThere() {
    assertThat(anyrack.run("down", "--rack", "lab").expectDone()).isEmpty();
  }

  @Test
  void shouldNotWriteOverARackFile() throws IOException {
    Path file = Files.writeString(anyrack.home().resolve("mine.yaml"), "rack: mine\n");
    Finished init = anyrack.run("init", "-f", file.toString());
    assertThat(init.exit()).isEqualTo(1);
    assertThat(init.err()).contains("mine.yaml is there already");
    assertThat(file).hasContent("rack: mine");
  }

  static Stream<Arguments> images() {
    return Stream.of(
        argumentSet("text", "no disk", "is not a disk image"),
        argumentSet("packed", "\u001f\u008b", "is packed with gzip: unpack it first"));
  }

  @ParameterizedTest
  @MethodSource("images")
  void shouldRefuseAnImageThatIsNone(String head, String complaint) throws IOException {
    Rack rack =
        anyrack.rack(
            """
            rack: image
            nodes: [{ name: good }, { name: bad, image: disk.img }]
            """);
    byte[] content = new byte[4096];
    byte[] start = head.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    System.arraycopy(start, 0, content, 0, start.length);
    Files.write(rack.file().resolveSibling("disk.img"), content);
    expectRefused(anyrack.run("up", "-f", rack.file().toString()), "disk.img", complaint);
  }

  @Test
  void shouldNameTheBmcPortThatIsTaken() throws IOException {
    try (DatagramSocket taken =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
      Rack rack =
          anyrack.rack(
              """
              rack: port
              nodes: 1
              bmc: { port: %d }
              """
                  .formatted(taken.getLocalPort()));
      expectRefused(
          anyrack.run("up", "-f", rack.file().toString()),
          "node-1",
          "127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void shouldRefuseAStateDirectoryTooDeepForSockets() {
    Rack rack =
        anyrack.rack(
            """
            rack: deep
            nodes: 1
            """);
    Path deep = anyrack.home().resolve("deep/" + "er/".repeat(30));
    expectRefused(
        anyrack.runWith(
            Map.of("XDG_STATE_HOME", deep.toString()), "up", "-f", rack.file().toString()),
        "unix socket",
        "XDG_STATE_HOME");
    assertThat(deep.resolve("anyrack/deep")).doesNotExist();
  }

  @Test
  void shouldSayWhichPackagesAreMissing() throws IOException {
    Path programs = Files.createDirectories(anyrack.home().resolve("programs"));
    for (String directory : List.of("/usr/bin", "/bin")) {
      try (Stream<Path> all = Files.list(Path.of(directory))) {
        for (Path program : all.toList()) {
          Path link = programs.resolve(program.getFileName());
          if (!link.toString().matches(".*/(qemu-.*|apt-get|sudo)") && !Files.exists(link)) {
            Files.createSymbolicLink(link, program);
          }
        }
      }
    }
    Rack rack =
        anyrack.rack(
            """
            rack: missing
            cloud: local
            nodes: 1
            """);
    Finished up =
        anyrack.runWith(Map.of("PATH", programs.toString()), "up", "-f", rack.file().toString());
    expectRefused(up, "qemu-system-x86", "qemu-utils");
  }

  static Stream<Arguments> hidden() {
    return Stream.of(
        argumentSet(
            "no QEMU",
            "mount --bind /dev/null $(command -v qemu-system-x86_64)",
            "bios",
            "qemu-system-x86_64 was not found"),
        argumentSet(
            "no UEFI firmware",
            "mount -t tmpfs none /usr/share/OVMF",
            "uefi",
            "UEFI firmware (OVMF) was not found"),
        argumentSet(
            "full disk",
            "mount -t tmpfs -o size=200k none $XDG_STATE_HOME",
            "bios",
            "No space left on device"));
  }

  @ParameterizedTest
  @MethodSource("hidden")
  void shouldSayWhatTheMachineLacks(String change, String firmware, String complaint) {
    List<String> apart = List.of("unshare", "--map-root-user", "--mount", "sh", "-c");
    Assumptions.assumeTrue(
        anyrack.shell().run(Stream.concat(apart.stream(), Stream.of("true")).toList()).exit() == 0,
        "needs mounts of its own, which this system does not give");
    Rack rack =
        anyrack.rack(
            """
            rack: lacking
            nodes: [{ role: node, count: 3, firmware: %s }]
            """
                .formatted(firmware));
    String script =
        """
        %s || exit 3
        "$anyrack" up -f %s
        exit=$?
        find "$XDG_STATE_HOME/anyrack" -mindepth 1
        exit $exit
        """
            .formatted(change, rack.file());
    Finished up = anyrack.shell().run(Stream.concat(apart.stream(), Stream.of(script)).toList());
    expectRefused(up, complaint);
    assertThat(up.out()).as("what is left").isEmpty();
  }

  @Test
  void shouldSayWhatANodeCannotDo() throws IOException {
    try (Rack rack =
        anyrack.rack(
            """
            rack: small
            nodes: 1
            """)) {
      rack.up();
      Path text = Files.writeString(anyrack.home().resolve("text.iso"), "x".repeat(40_000));
      Node node = rack.node("node-1");
      expectFailed(rack.run("media", "node-1", "insert", text.toString()), "not a CD or DVD image");
      expectFailed(rack.run("media", "node-1", "insert", "none.iso"), "none.iso");
      expectFailed(rack.run("screenshot", "node-1", "screen.png"), "node-1", "off");
      expectFailed(node.power("reset"), "node-1", "off");
      expectFailed(rack.run("power", "node-2", "on"), "node-2");
      expectFailed(rack.run("console", "node-2", "--history"), "node-2");
      assertThat(node.bmc().ipmitool("power", "reset").exit()).isEqualTo(1);
      Bmc stranger = new Bmc(node.bmc().host(), node.bmc().port(), "admin", "wrong");
      assertThat(stranger.ipmitool("power", "status").exit()).isEqualTo(1);
      assertThat(node.power()).isEqualTo("off");
    }
  }

  private static void expectRefused(Finished up, String... complaints) {
    expectFailed(up, complaints);
    assertThat(up.out()).isEmpty();
  }

  private static void expectFailed(Finished finished, String... complaints) {
    assertThat(finished.exit()).as(finished::toString).isEqualTo(1);
    assertThat(finished.err()).contains(complaints).doesNotContain("\tat ");
  }
}
