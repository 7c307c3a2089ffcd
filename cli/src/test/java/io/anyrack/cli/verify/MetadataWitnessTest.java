package io.anyrack.cli.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.cli.remote.ServerShell;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program says that runs on a server, here with this machine's own Perl. */
class MetadataWitnessTest {
  @TempDir private Path directory;

  /** This machine, with other routes. */
  private record Here(Path directory) implements ServerShell {
    @Override
    public String address() {
      return "here";
    }

    @Override
    public String run(String what, String script, Duration limit) {
      try {
        Process process =
            new ProcessBuilder(
                    "sh",
                    "-c",
                    script
                        .replace("/proc/net/route", directory + "/route")
                        .replace("/sys/class/net", directory.toString()))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), US_ASCII);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public Process start(String command) {
      throw new AssertionError("nothing is started");
    }
  }

  private MetadataWitness asked(String answer) throws IOException, InterruptedException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket client = server.accept();
                        OutputStream out = client.getOutputStream()) {
                      client.getInputStream().read();
                      out.write(answer.getBytes(US_ASCII));
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      MetadataWitness seen =
          MetadataWitness.of(new Here(directory), "127.0.0.1", server.getLocalPort());
      answering.join();
      return seen;
    }
  }

  @BeforeEach
  void makeRoutes() throws IOException {
    Files.createDirectory(directory.resolve("eth0"));
    Files.writeString(directory.resolve("eth0/address"), "52:54:00:00:00:01\n");
    Files.createDirectory(directory.resolve("eth1"));
    Files.writeString(directory.resolve("eth1/address"), "52:54:00:00:00:02\n");
    // As proc(5) has the default route by 192.0.2.1, on a little-endian machine.
    route("eth0 00000000 010200C0 0003 0 0 0 00000000");
  }

  private void route(String... lines) throws IOException {
    Files.writeString(
        directory.resolve("route"), "Iface Destination ...\n" + String.join("\n", lines) + "\n");
  }

  @Test
  void shouldSayWhereTheRoutesLead() throws IOException, InterruptedException {
    MetadataWitness usual = asked("HTTP/1.0 200 OK\r\n\r\n");
    assertThat(usual.hop()).hasToString("Optional[192.0.2.1]");
    assertThat(usual.interfaceMac()).hasToString("Optional[52:54:00:00:00:01]");

    route(
        "eth0 00000000 010200C0 0003 0 0 0 00000000",
        "eth1 0000007F 070200C0 0003 0 0 50 000000FF",
        "eth0 0000007F 080200C0 0003 0 0 100 000000FF",
        "eth0 0100007F 090200C0 0002 0 0 0 FFFFFFFF");
    MetadataWitness exact = asked("HTTP/1.0 200 OK\r\n\r\n");
    assertThat(exact.hop())
        .as("the longest that is up, the cheapest")
        .hasToString("Optional[192.0.2.7]");
    assertThat(exact.interfaceMac()).hasToString("Optional[52:54:00:00:00:02]");

    route();
    assertThat(asked("HTTP/1.0 200 OK\r\n\r\n").hop()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.0 200 OK\r\n\r\n', 200",
    "'HTTP/1.1 404 Not Found\r\n\r\n', 404",
    "'HTTP/1.1 503\r\n\r\n', 503",
  })
  void shouldSayWhichStatusWasAnswered(String answer, int status)
      throws IOException, InterruptedException {
    assertThat(asked(answer).status()).isEqualTo(OptionalInt.of(status));
  }

  @Test
  void shouldSayWhyThereIsNoAnswer() throws IOException, InterruptedException {
    MetadataWitness other = asked("SSH-2.0-test\r\n");
    assertThat(other.status()).isEmpty();
    assertThat(other.why()).isEqualTo("it does not speak HTTP");
    int closed;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = server.getLocalPort();
    }
    assertThat(MetadataWitness.of(new Here(directory), "127.0.0.1", closed).why())
        .isEqualTo("Connection refused");
  }
}
