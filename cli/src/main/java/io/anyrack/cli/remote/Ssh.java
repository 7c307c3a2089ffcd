package io.anyrack.cli.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands on a server with OpenSSH's client, so that the user's own SSH configuration (jump
 * hosts, agents) holds. Nothing secret is ever an argument: secrets go through standard input.
 */
final class Ssh {
  /** OpenSSH's own failures; a command's exit code is not expected to be this. */
  private static final int OWN_FAILURE = 255;

  private static final int MOST_OUTPUT = 1 << 20;
  private static final int CONNECT_SECONDS = 10;

  /**
   * Where to, and how it is known to be the right one.
   *
   * @param user who logs in
   * @param address host name or address
   * @param port TCP port
   * @param alias what the host's key is kept under, so that it does not depend on the address
   * @param knownHosts the file with the host's key
   * @param identity a private key to try beside what the user's agent and configuration have
   */
  record Target(
      String user,
      String address,
      int port,
      String alias,
      Path knownHosts,
      Optional<Path> identity) {}

  /** What comes of a command. */
  sealed interface Outcome {
    /**
     * It ran to its end.
     *
     * @param exit its exit code
     * @param output what it wrote to standard output
     * @param said what it wrote to standard error
     */
    record Ended(int exit, String output, String said) implements Outcome {}

    /** The server cannot be reached, or does not let us in (yet). */
    record Unreachable(String why) implements Outcome {}

    /** Somebody else answers than the last time. */
    record WrongHost(String why) implements Outcome {}
  }

  /** Writes what a command reads from standard input. */
  interface Input {
    /** Reads nothing. */
    Input NONE = _ -> {};

    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  private final Path program;
  private final Target target;
  private final Optional<Path> shared;

  /**
   * A way to one server.
   *
   * @param program OpenSSH's client
   */
  Ssh(Path program, Target target) {
    this(program, target, Optional.empty());
  }

  private Ssh(Path program, Target target, Optional<Path> shared) {
    this.program = program;
    this.target = target;
    this.shared = shared;
  }

  /**
   * The same through a connection that others use, too.
   *
   * @param socket of OpenSSH's process that has it; where nothing answers there, each command
   *     connects by itself
   */
  Ssh through(Path socket) {
    return new Ssh(program, target, Optional.of(socket));
  }

  Target target() {
    return target;
  }

  /**
   * Runs a script of the POSIX shell there.
   *
   * @param script without secrets
   * @param limit how long it may take, connecting included
   */
  Outcome run(String script, Input input, Duration limit) {
    List<String> command = command(List.of());
    command.add("exec /bin/sh -c " + ShellWords.quote(script));
    Process process = start(command);
    try {
      CompletableFuture<String> output = read(process.getInputStream());
      CompletableFuture<String> said = read(process.getErrorStream());
      CompletableFuture<Boolean> written = write(process.getOutputStream(), input);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome.Unreachable("no end after " + limit.toSeconds() + " s");
      }
      boolean complete = written.join();
      Outcome outcome = outcome(process.exitValue(), output.join(), said.join());
      return outcome instanceof Outcome.Ended(int exit, _, _) && exit == 0 && !complete
          ? new Outcome.Unreachable("the connection broke while sending")
          : outcome;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteException("interrupted while talking to " + target.address(), e);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * The output of a script that is expected to work.
   *
   * @param what is done by it, for the message if it is not
   * @throws RemoteException if it fails or the server cannot be reached
   */
  String expect(String what, String script, Input input, Duration limit) {
    return switch (run(script, input, limit)) {
      case Outcome.Ended(int exit, String output, _) when exit == 0 -> output;
      case Outcome.Ended(int exit, _, String said) ->
          throw new RemoteException(
              "%s on %s failed (exit %d): %s"
                  .formatted(what, target.address(), exit, said.strip()));
      case Outcome.Unreachable(String why) ->
          throw new RemoteException(
              what + ": " + target.user() + "@" + target.address() + " cannot be reached: " + why);
      case Outcome.WrongHost(String why) -> throw wrongHost(why);
    };
  }

  /** Nobody is talked to who does not have the key that was learned. */
  RemoteException wrongHost(String why) {
    return new RemoteException(
        "%s has another host key than before: somebody else may answer there. If the server was"
                .formatted(target.address())
            + " made anew, remove "
            + target.knownHosts()
            + " and try again ("
            + why
            + ")");
  }

  /**
   * Starts OpenSSH with options of its own and a command.
   *
   * @param options before the host
   * @param remote the command there
   */
  Process start(List<String> options, String remote) {
    List<String> command = command(options);
    command.add("exec /bin/sh -c " + ShellWords.quote(remote));
    return start(command);
  }

  private Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new RemoteException(
          "cannot run " + program + ": " + e.getMessage() + "; install openssh-client", e);
    }
  }

  private List<String> command(List<String> more) {
    List<String> command = new ArrayList<>(List.of(program.toString(), "-T"));
    option(command, "BatchMode=yes");
    option(command, "ConnectTimeout=" + CONNECT_SECONDS);
    option(command, "ServerAliveInterval=15");
    option(command, "ServerAliveCountMax=4");
    // A host whose key is in the file must have it; one that is not is learned once.
    option(command, "StrictHostKeyChecking=accept-new");
    option(command, "UserKnownHostsFile=\"" + target.knownHosts() + "\"");
    option(command, "GlobalKnownHostsFile=/dev/null");
    option(command, "HashKnownHosts=no");
    option(command, "HostKeyAlias=" + target.alias());
    option(command, "CheckHostIP=no");
    option(command, "UpdateHostKeys=no");
    option(command, "LogLevel=ERROR");
    shared.ifPresent(socket -> option(command, "ControlPath=\"" + socket + "\""));
    target.identity().ifPresent(key -> command.addAll(List.of("-i", key.toString())));
    command.addAll(more);
    command.addAll(
        List.of("-p", String.valueOf(target.port()), "-l", target.user(), target.address()));
    return command;
  }

  private static void option(List<String> command, String option) {
    command.add("-o");
    command.add(option);
  }

  private static Outcome outcome(int exit, String output, String said) {
    if (exit != OWN_FAILURE) {
      return new Outcome.Ended(exit, output, said);
    }
    String why = said.strip();
    return why.contains("REMOTE HOST IDENTIFICATION HAS CHANGED")
            || why.contains("Host key verification failed")
        ? new Outcome.WrongHost(why.lines().reduce("", (_, last) -> last))
        : new Outcome.Unreachable(why);
  }

  private static CompletableFuture<String> read(InputStream in) {
    CompletableFuture<String> all = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (in) {
                all.complete(new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8));
                in.skip(Long.MAX_VALUE);
              } catch (IOException e) {
                all.complete("");
              }
            });
    return all;
  }

  /** False where the other end has gone before it had all. */
  private static CompletableFuture<Boolean> write(OutputStream out, Input input) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (out) {
                input.writeTo(out);
                done.complete(true);
              } catch (IOException e) {
                done.complete(false);
              }
            });
    return done;
  }
}
