package io.anyrack.cli.process;

import io.anyrack.cli.host.Host;
import io.anyrack.rack.RackException;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.PrivateFile;
import io.anyrack.service.state.StateDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The service of one rack, seen from outside. */
public final class ServiceProcess {
  /** Long enough for a busy machine; the wait ends at once when the service is up or has ended. */
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private static final Duration END_LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final int LOG_LINES_SHOWN = 15;

  /**
   * The shell closes the new files to others and makes the service deaf to the terminal it was
   * started from; a JVM leaves signals alone that are ignored when it starts.
   */
  private static final List<String> DETACHED =
      List.of("/bin/sh", "-c", "umask 077; trap '' HUP INT QUIT; exec \"$@\"", "sh");

  private final Host host;
  private final StateDirectory state;

  /** The service whose state is in {@code state}. */
  public ServiceProcess(Host host, StateDirectory state) {
    this.host = host;
    this.state = state;
  }

  /** The way to talk to it. */
  public ControlClient client() {
    return new ControlClient(state.controlSocket());
  }

  /**
   * Starts it in the background unless it runs, and returns when it answers.
   *
   * @throws RackException with the end of its log if it does not
   */
  public ControlClient start() {
    ControlClient client = client();
    if (client.isUp()) {
      return client;
    }
    state.create();
    Process process = spawn();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!client.isUp()) {
      if (!process.isAlive() && !isAnotherStarting()) {
        throw new RackException("the rack's service did not start:\n" + endOfLog());
      }
      if (System.nanoTime() > deadline) {
        throw new RackException(
            "the rack's service does not answer after "
                + START_LIMIT.toSeconds()
                + " s; its log is "
                + state.log());
      }
      pause();
    }
    return client;
  }

  /** Of two that are started at once one finds the lock taken, and the other is as good. */
  private boolean isAnotherStarting() {
    return handle().filter(ProcessHandle::isAlive).isPresent() && isLocked();
  }

  private Process spawn() {
    List<String> command = new ArrayList<>(DETACHED);
    command.addAll(program());
    command.addAll(
        List.of("service", "--foreground", "--rack", state.root().getFileName().toString()));
    try {
      PrivateFile.write(state.log(), new byte[0]);
      return new ProcessBuilder(command)
          .redirectInput(new File("/dev/null"))
          .redirectOutput(state.log().toFile())
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new RackException("cannot start the rack's service: " + e.getMessage(), e);
    }
  }

  private List<String> program() {
    return host.launcher()
        .map(launcher -> List.of(launcher.toString()))
        .orElseGet(
            () ->
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.anyrack.cli.Anyrack"));
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(state.log());
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(it left no log in " + state.log() + ")";
    }
  }

  /**
   * Has it end and returns when it is gone.
   *
   * @param request asks the running service to end
   * @throws RackException if it is not gone after a minute
   */
  public void end(Runnable request) {
    // Before it goes: while it answers, the process id is its own. It gives up the lock earlier
    // than its life.
    Optional<ProcessHandle> process = handle();
    request.run();
    process.ifPresent(ServiceProcess::awaitEnd);
  }

  /**
   * Ends it if it still runs though it does not answer, and waits until it is gone.
   *
   * @throws RackException if it cannot be ended
   */
  public void kill() {
    if (isLocked()) {
      Optional<ProcessHandle> process = handle();
      process.ifPresent(ProcessHandle::destroyForcibly);
      process.ifPresent(ServiceProcess::awaitEnd);
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RackException("interrupted while the rack's service ends", e);
    } catch (ExecutionException | CompletionException | TimeoutException e) {
      throw new RackException(
          "the rack's service does not end; its process is " + process.pid(), e);
    }
  }

  /**
   * Does something that no service may see half done, such as removing its state: meanwhile none
   * can start.
   *
   * @return whether it was done; it is not where a service runs
   */
  public boolean whileStopped(Runnable action) {
    if (!state.exists()) {
      return true;
    }
    try (FileChannel channel =
        FileChannel.open(state.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
      lock.ifPresent(_ -> action.run());
      return lock.isPresent();
    } catch (IOException e) {
      throw new RackException("cannot lock " + state.lock() + ": " + e.getMessage(), e);
    }
  }

  /** The lock, unlike the process id in a file, cannot be another process's by now. */
  private boolean isLocked() {
    return Files.exists(state.lock()) && !whileStopped(() -> {});
  }

  private Optional<ProcessHandle> handle() {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(state.pid()).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RackException("interrupted while the rack's service starts", e);
    }
  }
}
