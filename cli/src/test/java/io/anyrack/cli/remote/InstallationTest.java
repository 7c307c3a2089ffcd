package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.file.Addressing;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.control.ControlClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service is brought to a server, answers there, and only what differs is brought again. */
class InstallationTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private FakeServer server;
  private RemoteSystem system;

  @BeforeEach
  void start() throws IOException {
    server = FakeServer.in(directory);
    system = RemoteSystem.ask(server.ssh(), System.getProperty("os.arch"));
  }

  @AfterEach
  void end() throws IOException {
    server.open();
    new Supervisor(server.ssh(), system, "far").remove();
    pid().flatMap(ProcessHandle::of).ifPresent(process -> process.onExit().join());
  }

  private Optional<Long> pid() throws IOException {
    Path file = state().resolve("service.pid");
    return Files.exists(file)
        ? Optional.of(Long.parseLong(Files.readString(file).strip()))
        : Optional.empty();
  }

  private Path state() {
    return server.home().resolve(".local/state/anyrack/far");
  }

  private Rack rack(String more) {
    RackFile.Read read =
        new RackFile(Surroundings.here(_ -> Optional.of("secret word")))
            .read(
                "rack.yaml",
                directory,
                "{ rack: far, nodes: [{ name: n, disk: none }], %s }"
                    .formatted(more)
                    .getBytes(StandardCharsets.UTF_8));
    return switch (read) {
      case RackFile.Read.Valid(Rack rack) -> Addressing.complete(rack, Map.of());
      case RackFile.Read.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private Distribution.Archive archive(String id) throws IOException, InterruptedException {
    return FakeServer.thisProgram(directory, id);
  }

  private Distribution.Archive archive(String id, String script)
      throws IOException, InterruptedException {
    return FakeServer.program(directory, id, script);
  }

  private Installation installation(Distribution.Archive archive) {
    return new Installation(server.ssh(), system, () -> archive, Progress.SILENT);
  }

  /** The way to a cloud, as of a credential. */
  private record Access(String secret) implements Installation.Access {
    @Override
    public Optional<String> cloudsYaml(Optional<String> there, String cacert) {
      return Optional.of("clouds: { rack: { auth: { secret: " + secret + " } } }\n");
    }

    @Override
    public Optional<Path> cacert() {
      return Optional.empty();
    }
  }

  @Test
  void theServiceAnswersAndOnlyWhatDiffersIsBroughtAgain()
      throws IOException, InterruptedException {
    Installation installation = installation(archive("one"));
    Files.writeString(directory.resolve("boot.ipxe"), "#!ipxe\nshell\n");

    assertThat(
            installation.install(
                rack("boot: { script: boot.ipxe }"), new Access("s3"), "", _ -> {}))
        .containsExactly(
            "program",
            "boot/script/boot.ipxe",
            "rack.yaml",
            "secrets.json",
            "cloud",
            "clouds.yaml");
    try (Tunnel tunnel = tunnel()) {
      ControlClient service = tunnel.await(LIMIT, installation.supervisor("far")::fault);
      assertThat(service.call("nodes").path("nodes").path(0).path("name").asString())
          .isEqualTo("n");
    }
    Optional<Long> first = pid();

    assertThat(
            installation.install(
                rack("boot: { script: boot.ipxe }"), new Access("s3"), "", _ -> {}))
        .isEmpty();
    assertThat(pid()).isEqualTo(first);

    Files.writeString(directory.resolve("boot.ipxe"), "#!ipxe\nexit\n");
    assertThat(
            installation.install(
                rack("boot: { script: boot.ipxe }"), new Access("s4"), "", _ -> {}))
        .containsExactly("boot/script/boot.ipxe", "clouds.yaml");
    try (Tunnel tunnel = tunnel()) {
      tunnel.await(LIMIT, installation.supervisor("far")::fault);
    }
    assertThat(pid()).isNotEqualTo(first);
    assertThat(ProcessHandle.of(first.orElseThrow()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  private Tunnel tunnel() {
    return Tunnel.open(
        server.ssh(), directory.resolve("t.sock"), state().resolve("control.sock").toString());
  }

  @Test
  void whatIsBroughtIsItsOwnersAlone() throws IOException, InterruptedException {
    installation(archive("one", "exit 0"))
        .install(
            rack("bmc: { credentials: { user: admin, password: !secret WORD } }"),
            new Access("s3"),
            "",
            _ -> {});

    assertThat(Files.readString(state().resolve("secrets.json"))).contains("secret word");
    for (String name : List.of("rack.yaml", "secrets.json", "clouds.yaml")) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(state().resolve(name))))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state())))
        .isEqualTo("rwx------");
  }

  @Test
  void aServiceThatDoesNotStartSaysWhy() throws IOException, InterruptedException {
    Installation installation = installation(archive("one", "echo 'out of luck'; exit 1"));
    installation.install(rack("boot: {}"), new Access("s3"), "", _ -> {});

    try (Tunnel tunnel = tunnel()) {
      assertThatThrownBy(() -> tunnel.await(LIMIT, installation.supervisor("far")::fault))
          .isInstanceOf(RemoteException.class)
          .hasMessage("the rack's service on 192.0.2.9 does not run:\nout of luck");
    }
  }

  @Test
  void anotherProgramReplacesTheFirst() throws IOException, InterruptedException {
    installation(archive("one", "exit 0")).install(rack("boot: {}"), new Access("s3"), "", _ -> {});
    installation(archive("two", "exit 0")).install(rack("boot: {}"), new Access("s3"), "", _ -> {});

    try (Stream<Path> programs = Files.list(server.home().resolve(".local/share/anyrack"))) {
      assertThat(programs).extracting(Path::getFileName).containsExactly(Path.of("two"));
    }
  }

  @Test
  void anArchiveThatBreaksOffLeavesNoProgram() throws IOException, InterruptedException {
    Distribution.Archive whole = archive("one", "exit 0");
    byte[] half = Files.readAllBytes(whole.file());
    Path broken = Files.write(directory.resolve("broken"), Arrays.copyOf(half, 40));

    assertThatThrownBy(
            () ->
                installation(new Distribution.Archive("one", broken))
                    .install(rack("boot: {}"), new Access("s3"), "", _ -> {}))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("unpacking the program on 192.0.2.9 failed");
    assertThat(installation(whole).install(rack("boot: {}"), new Access("s3"), "", _ -> {}))
        .contains("program");
  }

  @Test
  void aServedDirectoryIsKeptLikeTheOneHere() throws IOException, InterruptedException {
    Path www = Files.createDirectories(directory.resolve("www/sub"));
    Files.writeString(www.resolve("it's a file"), "1");
    Files.writeString(directory.resolve("www/b"), "2");
    Installation installation = installation(archive("one", "exit 0"));
    installation.install(rack("boot: { serve: www }"), new Access("s3"), "", _ -> {});
    Files.delete(directory.resolve("www/b"));
    Files.writeString(directory.resolve("www/c"), "3");

    assertThat(installation.install(rack("boot: { serve: www }"), new Access("s3"), "", _ -> {}))
        .containsExactly("boot/serve/c");
    assertThat(Files.readString(state().resolve("rack.yaml")))
        .contains("serve: " + state().resolve("boot/serve"));
    List<String> served = new ArrayList<>();
    Path there = state().resolve("boot/serve");
    try (Stream<Path> tree = Files.walk(there)) {
      tree.filter(Files::isRegularFile)
          .forEach(file -> served.add(there.relativize(file).toString()));
    }
    assertThat(served).containsExactlyInAnyOrder("sub/it's a file", "c");
  }
}
