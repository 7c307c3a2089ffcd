package io.anyrack.fakestack.world;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What all services of one fake cloud share.
 *
 * <p>Thread-safe. Services change their state only inside {@link #locked}, so that each call is
 * whole, as a transaction of the real services' database is.
 */
public final class World implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(World.class.getName());

  private final Settings settings;
  private final Clock clock;
  private final URI base;
  private final Random random;
  private final ReentrantLock lock = new ReentrantLock();
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("fakestack").unstarted(task));

  /**
   * A new world.
   *
   * @param base where the HTTP server listens, without a path
   */
  public World(Settings settings, Clock clock, URI base) {
    this.settings = settings;
    this.clock = clock;
    this.base = base;
    this.random = new Random(settings.seed());
  }

  /** What kind of cloud this is. */
  public Settings settings() {
    return settings;
  }

  /** Where the services listen, without a path. */
  public URI base() {
    return base;
  }

  /** What time it is. */
  public Instant now() {
    return clock.instant();
  }

  /** Now, to the second, as the services write it. */
  public String timestamp() {
    return now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Does something as one whole. */
  public <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Does something as one whole, after a while. */
  public void after(Duration delay, Runnable work) {
    var _ = later.schedule(() -> run(work), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run(Runnable work) {
    try {
      locked(
          () -> {
            work.run();
            return true;
          });
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the fake cloud failed at work that it had accepted", e);
    }
  }

  /** A new identifier. */
  public String uuid() {
    return locked(
        () -> {
          byte[] bytes = new byte[16];
          random.nextBytes(bytes);
          return UUID.nameUUIDFromBytes(bytes).toString();
        });
  }

  /** A new identifier without dashes, as Keystone's are. */
  public String hex() {
    return uuid().replace("-", "");
  }

  /** A new MAC address, with Neutron's prefix. */
  public String mac() {
    return locked(
        () ->
            "fa:16:3e:%02x:%02x:%02x"
                .formatted(random.nextInt(256), random.nextInt(256), random.nextInt(256)));
  }

  @Override
  public void close() {
    later.shutdownNow();
  }
}
