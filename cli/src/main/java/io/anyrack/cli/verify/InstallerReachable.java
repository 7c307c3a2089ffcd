package io.anyrack.cli.verify;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** A server's SSH answers from outside of the project. */
final class InstallerReachable implements Check {
  private static final int GREETING = 4;

  private final String server;
  private final Supplier<InetSocketAddress> address;
  private final Duration patience;

  /**
   * Looks at {@code server}.
   *
   * @param address of its SSH, asked of the cloud
   * @param patience for an answer
   */
  InstallerReachable(String server, Supplier<InetSocketAddress> address, Duration patience) {
    this.server = server;
    this.address = address;
    this.patience = patience;
  }

  @Override
  public String name() {
    return "reachable";
  }

  @Override
  public String subject() {
    return server;
  }

  @Override
  public Duration limit() {
    return patience.multipliedBy(2).plusSeconds(30);
  }

  @Override
  public Verdict look() {
    InetSocketAddress at = address.get();
    String shown = at.getHostString() + ":" + at.getPort();
    try (Socket socket = new Socket()) {
      socket.connect(at, (int) patience.toMillis());
      socket.setSoTimeout((int) patience.toMillis());
      // RFC 4253 §4.2: a server begins with its version.
      String greeting =
          new String(socket.getInputStream().readNBytes(GREETING), StandardCharsets.US_ASCII);
      return greeting.equals("SSH-")
          ? new Verdict.Pass("SSH answers at " + shown)
          : new Verdict.Fail("what answers at " + shown + " is no SSH", "see floating-ip");
    } catch (IOException e) {
      return new Verdict.Fail(
          "no SSH at " + shown + ": " + e.getMessage(),
          "see its floating-ip and security-groups, and its console");
    }
  }
}
