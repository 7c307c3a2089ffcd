package io.anyrack.cli.process;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.site.Sites;
import io.anyrack.rack.RackException;
import io.anyrack.rack.node.FileEventLog;
import io.anyrack.rack.node.SteadyTime;
import io.anyrack.service.NodeDoors;
import io.anyrack.service.RackRequests;
import io.anyrack.service.RackService;
import io.anyrack.service.ThreadTimer;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.control.ControlServer;
import io.anyrack.service.state.PhaseBook;
import io.anyrack.service.state.RackStore;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The service as it runs: puts its parts together and waits for its end. */
public final class ServiceMain {
  private static final int RACK_EVENTS = 1000;
  private static final int MAX_CONNECTIONS = 64;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final Host host;
  private final StateDirectory state;
  private final long pid;

  /**
   * The service of the rack whose state is in {@code state}.
   *
   * @param pid the process that lives as long as it
   */
  public ServiceMain(Host host, StateDirectory state, long pid) {
    this.host = host;
    this.state = state;
    this.pid = pid;
  }

  /**
   * Runs until a request or a signal ends it.
   *
   * @throws RackException if another process is the rack's service, or it cannot start
   */
  public void run() {
    state.create();
    CountDownLatch closed = new CountDownLatch(1);
    // The JDK's HTTP server reads this once: without it small answers wait for Nagle's algorithm.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Who connects to a boot server that all can reach has to say soon what he wants.
    System.setProperty("sun.net.httpserver.maxReqTime", "30");
    System.setProperty("jdk.httpserver.maxConnections", "4096");
    try (FileChannel lockFile =
            FileChannel.open(state.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = lock(lockFile)) {
      Files.writeString(state.pid(), pid + "\n", StandardCharsets.US_ASCII);
      serve(closed);
    } catch (IOException e) {
      throw new RackException("the service cannot use " + state.root() + ": " + e.getMessage(), e);
    } finally {
      closed.countDown();
    }
  }

  /** A signal ends the JVM when its hooks have run: this one waits until everything is closed. */
  private static Thread endWith(CountDownLatch end, CountDownLatch closed) {
    return new Thread(
        () -> {
          end.countDown();
          try {
            closed.await(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "end");
  }

  private FileLock lock(FileChannel file) throws IOException {
    return Optional.ofNullable(file.tryLock())
        .orElseThrow(() -> new RackException("the service of this rack runs already"));
  }

  private void serve(CountDownLatch closed) {
    CountDownLatch end = new CountDownLatch(1);
    Clock clock = Clock.systemUTC();
    SecureRandom random = new SecureRandom();
    try (ThreadTimer timer = new ThreadTimer();
        NodeDoors doors = new NodeDoors(state, clock, new SteadyTime(), timer, random);
        RackService service =
            new RackService(
                new RackStore(state),
                new BmcBook(state.bmcs(), random),
                new PhaseBook(state.phases()),
                new FileEventLog(state.events(), RACK_EVENTS, clock),
                Sites.opener(host, state),
                doors)) {
      service.resume();
      Thread polling = Thread.ofVirtual().name("poll").start(service::keepPolling);
      Runtime.getRuntime().addShutdownHook(endWith(end, closed));
      try (ControlServer _ =
          new ControlServer(
              state.controlSocket(), MAX_CONNECTIONS, new RackRequests(service, end::countDown))) {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        polling.interrupt();
      }
    }
  }
}
