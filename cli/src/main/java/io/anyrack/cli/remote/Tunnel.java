package io.anyrack.cli.remote;

import io.anyrack.service.control.ControlClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A unix socket here that leads to one on a server, through SSH. It lives as long as this object or
 * this process, whichever ends first: OpenSSH reads from a pipe of ours and ends with it.
 */
final class Tunnel implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** Each look costs the server some of the time it needs to start the service. */
  private static final long TROUBLE_SECONDS = 5;

  private static final long END_SECONDS = 5;
  private static final int MOST_SAID = 2000;

  private final Process process;
  private final Path socket;
  private final Ssh ssh;

  private Tunnel(Process process, Path socket, Ssh ssh) {
    this.process = process;
    this.socket = socket;
    this.ssh = ssh;
  }

  /**
   * Opens a tunnel; who connects before it stands is refused.
   *
   * @param here the socket on this machine
   * @param there the socket on the server
   */
  static Tunnel open(Ssh ssh, Path here, String there) {
    try {
      Files.deleteIfExists(here);
    } catch (IOException e) {
      throw new RemoteException("cannot remove " + here + ": " + e.getMessage(), e);
    }
    Process process =
        ssh.start(
            List.of(
                "-o",
                "ExitOnForwardFailure=yes",
                "-o",
                "StreamLocalBindMask=0177",
                "-L",
                here + ":" + there),
            "cat >/dev/null");
    return new Tunnel(process, here, ssh);
  }

  /** The way to the service. */
  ControlClient client() {
    return new ControlClient(socket);
  }

  /**
   * Returns when the service answers.
   *
   * @param trouble looks why it does not; asked after a second, and then each five
   * @throws RemoteException if it does not in time, or SSH ends
   */
  ControlClient await(Duration limit, Trouble trouble) {
    ControlClient client = client();
    long deadline = System.nanoTime() + limit.toNanos();
    long lookAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    while (!client.isUp()) {
      if (!process.isAlive()) {
        throw new RemoteException(
            "the SSH connection to " + ssh.target().address() + " ended: " + said());
      }
      if (System.nanoTime() > lookAt) {
        Optional<String> fault = trouble.fault();
        if (fault.isPresent()) {
          throw new RemoteException(
              "the rack's service on %s does not run:\n%s"
                  .formatted(ssh.target().address(), fault.get()));
        }
        lookAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(TROUBLE_SECONDS);
      }
      if (System.nanoTime() > deadline) {
        throw new RemoteException(
            "the rack's service on %s does not answer after %d s"
                .formatted(ssh.target().address(), limit.toSeconds()));
      }
      pause();
    }
    return client;
  }

  /** Looks why a service does not answer. */
  interface Trouble {
    /** Knows of none. */
    Trouble UNKNOWN = Optional::empty;

    /** What is wrong; empty: nothing that can be seen. */
    Optional<String> fault();
  }

  private String said() {
    try {
      return new String(process.getErrorStream().readNBytes(MOST_SAID), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      return e.getMessage() == null ? "" : e.getMessage();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteException("interrupted while the rack's service is waited for", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (IOException e) {
      // The next tunnel removes it.
    }
  }
}
