package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.process.ServiceMain;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * The service of a rack in this JVM. Whoever ends its process, or waits for the end, does so with
 * one that stands in for it.
 */
final class ServiceInside implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Thread thread;
  private final StateDirectory state;

  private ServiceInside(Thread thread, StateDirectory state) {
    this.thread = thread;
    this.state = state;
  }

  /** Starts the service of the rack whose state is in {@code state}. */
  static ServiceInside start(Host host, StateDirectory state) {
    try {
      Process standIn = new ProcessBuilder("cat").start();
      return start(host, state, standIn.toHandle());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with a process whose end is the service's end. */
  static ServiceInside start(Host host, StateDirectory state, ProcessHandle standIn) {
    Thread thread =
        Thread.ofVirtual()
            .name("service in " + state.root())
            .start(
                () -> {
                  try {
                    new ServiceMain(host, state, standIn.pid()).run();
                  } finally {
                    standIn.destroy();
                  }
                });
    var _ = standIn.onExit().thenRun(thread::interrupt);
    return new ServiceInside(thread, state);
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /** Returns when it answers. */
  void await() {
    ControlClient client = new ControlClient(state.controlSocket());
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!client.isUp()) {
      assertThat(isAlive()).as("%s is alive", thread.getName()).isTrue();
      assertThat(System.nanoTime()).as("%s answers", thread.getName()).isLessThan(deadline);
      try {
        Thread.sleep(Duration.ofMillis(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      assertThat(thread.join(LIMIT)).as("%s has ended", thread.getName()).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
