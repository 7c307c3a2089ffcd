package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyrack.service.control.ControlServer;
import io.anyrack.service.control.JsonLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenSSH's client with our options, against its own server on loopback, where that is installed.
 */
class OpenSshTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private Optional<Process> server = Optional.empty();
  private int port;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Optional<Path> sshd =
        Stream.of(
                Optional.ofNullable(System.getenv("ANYRACK_SSHD")).orElse("/usr/sbin/sshd"),
                "/usr/local/sbin/sshd")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(sshd.isPresent(), "openssh-server is not installed");
    assumeTrue(
        !System.getProperty("user.name").equals("root") || Files.isDirectory(Path.of("/run/sshd")),
        "as root sshd needs its directory");
    key("host");
    key("user");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config =
        Files.writeString(
            directory.resolve("sshd_config"),
            """
            ListenAddress 127.0.0.1:%d
            HostKey %s
            AuthorizedKeysFile %s
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            PasswordAuthentication no
            PidFile none
            """
                .formatted(port, directory.resolve("host"), directory.resolve("user.pub")));
    server =
        Optional.of(
            new ProcessBuilder(sshd.get().toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start());
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : server.stream().toList()) {
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void key(String name) throws IOException, InterruptedException {
    assertThat(
            new ProcessBuilder(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    directory.resolve(name).toString())
                .start()
                .waitFor())
        .isZero();
  }

  private HostKeys keys() {
    return new HostKeys(directory.resolve("known hosts"));
  }

  private Ssh ssh() {
    return new Ssh(
        Path.of("ssh"),
        new Ssh.Target(
            System.getProperty("user.name"),
            "127.0.0.1",
            port,
            "id-1",
            keys().file(),
            Optional.of(directory.resolve("user"))));
  }

  private Door.Learned enter(String console) {
    return new Door(ssh(), keys(), new Door.Limits(LIMIT, Duration.ZERO, Duration.ofMillis(100)))
        .await(() -> console);
  }

  private static String printed(String key) {
    return "-----BEGIN SSH HOST KEY KEYS-----\n" + key + "\n-----END SSH HOST KEY KEYS-----\n";
  }

  @Test
  void aCommandReadsWritesAndEnds() {
    assertThat(enter("")).isEqualTo(Door.Learned.FIRST_CONTACT);
    assertThat(keys().knows("id-1")).isTrue();

    assertThat(
            ssh()
                .run(
                    "tr a-z A-Z; echo \"it's \\\"quoted\\\"\" >&2; exit 7",
                    out -> out.write("words".getBytes(StandardCharsets.UTF_8)),
                    LIMIT))
        .isEqualTo(new Ssh.Outcome.Ended(7, "WORDS", "it's \"quoted\"\n"));
    assertThat(enter("")).isEqualTo(Door.Learned.BEFORE);
  }

  @Test
  void theKeyOfTheConsoleIsTheHosts() throws IOException {
    assertThat(enter(printed(Files.readString(directory.resolve("host.pub")).strip())))
        .isEqualTo(Door.Learned.CONSOLE);
  }

  @Test
  void aHostWithAnotherKeyIsNotTalkedTo() throws IOException {
    String other = Files.readString(directory.resolve("user.pub")).strip();
    enter("");
    keys().keep("id-1", HostKeys.printed(printed(other)));

    assertThat(ssh().run("exit 0", Ssh.Input.NONE, LIMIT))
        .isInstanceOf(Ssh.Outcome.WrongHost.class);
  }

  @Test
  void aSocketThereAnswersHere() throws IOException {
    enter("");
    Path there = directory.resolve("there.sock");
    Path here = directory.resolve("here.sock");
    ControlServer.Handler handler =
        new ControlServer.Handler() {
          @Override
          public ObjectNode handle(ObjectNode request, JsonLines connection) {
            return JsonLines.object().put("said", request.path("op").asString(""));
          }

          @Override
          public void answered(ObjectNode request) {}
        };
    try (Tunnel tunnel = Tunnel.open(ssh(), here, there.toString());
        ControlServer _ = new ControlServer(there, 4, handler)) {
      ObjectNode answer = (ObjectNode) tunnel.await(LIMIT, Tunnel.Trouble.UNKNOWN).call("knock");

      assertThat(answer.path("said").asString("")).isEqualTo("knock");
    }
    assertThat(here).doesNotExist();
  }

  @Test
  void manyOctetsArriveWhole() {
    enter("");
    byte[] octets = new byte[3 << 20];
    Arrays.fill(octets, (byte) 'x');

    assertThat(ssh().expect("counting", "wc -c", out -> out.write(octets), LIMIT).strip())
        .isEqualTo(String.valueOf(octets.length));
    assertThat(List.of(ssh().expect("nothing", "cat", Ssh.Input.NONE, LIMIT))).containsExactly("");
  }
}
