package io.anyrack.cli.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One SSH connection for many commands (ssh_config(5), ControlMaster): greeting a server costs it
 * far more than a command does, most of all where its processor is slow. It lives as long as this
 * object or this process, whichever ends first.
 */
final class SharedConnection implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SharedConnection.class.getName());
  private static final String READY = "ready";
  private static final long END_SECONDS = 5;

  private final Process process;
  private final Ssh ssh;

  private SharedConnection(Process process, Ssh ssh) {
    this.process = process;
    this.ssh = ssh;
  }

  /**
   * Opens one. Where that cannot be, each command greets the server by itself.
   *
   * @param alone the way there
   * @param socket where OpenSSH's processes here meet
   */
  static SharedConnection open(Ssh alone, Path socket) {
    Ssh shared = alone.through(socket);
    Process process =
        shared.start(
            List.of("-o", "ControlMaster=yes", "-o", "ControlPersist=no"),
            "echo " + READY + "; exec cat >/dev/null");
    boolean ready = READY.equals(firstLine(process));
    if (!ready) {
      LOG.log(System.Logger.Level.DEBUG, "no shared connection to {0}", alone.target().address());
    }
    return new SharedConnection(process, ready ? shared : alone);
  }

  /** Empty where it ends without one. */
  private static String firstLine(Process process) {
    BufferedReader output = process.inputReader();
    try {
      String line = output.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      return "";
    }
  }

  /** Runs commands through the connection. */
  Ssh ssh() {
    return ssh;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close(); // ends what runs there, and with it the connection
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
    } catch (IOException e) {
      process.destroy();
      throw new UncheckedIOException(e);
    }
  }
}
