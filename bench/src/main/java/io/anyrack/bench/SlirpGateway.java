package io.anyrack.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The peer: libslirp in a QEMU without a machine, on the rack's network as one more port, and
 * behind it busybox's HTTP server on loopback.
 */
final class SlirpGateway implements AutoCloseable {
  /** Where guests find this machine's loopback. */
  static final String ADDRESS = "192.0.2.2";

  /** As libslirp makes it: 52:55, then the address. */
  static final String MAC = "52:55:c0:00:02:02";

  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final Process qemu;
  private final Process http;
  private final int port;
  private final Path socket;

  /** Serves the files in {@code files}; its socket is made in {@code directory}. */
  SlirpGateway(Path directory, Path files) throws IOException {
    socket = directory.resolve("slirp");
    port = freePort();
    http =
        start(List.of("busybox", "httpd", "-f", "-p", "127.0.0.1:" + port, "-h", files.toString()));
    qemu =
        start(
            List.of(
                "qemu-system-x86_64",
                "-machine",
                "none",
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-netdev",
                "user,id=u,net=192.0.2.0/24,host=" + ADDRESS + ",dns=192.0.2.4,ipv6=off",
                "-netdev",
                "hubport,id=h0,hubid=0,netdev=u",
                "-netdev",
                "stream,id=s,server=on,addr.type=unix,addr.path=" + socket,
                "-netdev",
                "hubport,id=h1,hubid=0,netdev=s"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  Path socket() {
    return socket;
  }

  /** Where a guest gets a file of the directory. */
  String url(String file) {
    return "http://" + ADDRESS + ":" + port + "/" + file;
  }

  /** CPU seconds of both processes so far. */
  double cpuSeconds() throws IOException {
    return ProcessStatus.cpuSeconds(qemu.pid()) + ProcessStatus.cpuSeconds(http.pid());
  }

  @Override
  public void close() throws IOException {
    for (Process process : List.of(qemu, http)) {
      process.destroy();
      try {
        if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Files.deleteIfExists(socket);
  }
}
