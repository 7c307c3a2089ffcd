package io.anyrack.ipmi.watchdog;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A timer that the node's software keeps from running out (IPMI 2.0 §27). It is asked the time; who
 * owns it does what it says. Not thread-safe.
 */
public final class Watchdog {
  private static final int MILLIS_PER_COUNT = 100;

  private Setting setting = new Setting(false, Use.NONE, Action.NONE, Interrupt.NONE, 0, 0);
  private boolean set;
  private boolean running;
  private boolean interrupted;
  private long startedAt;
  private OptionalLong stillSince = OptionalLong.empty();
  private int expired;

  /**
   * How the timer is set.
   *
   * @param silent whether an expiry stays out of the event log
   * @param use what it guards
   * @param action what an expiry does
   * @param interrupt what comes before
   * @param pretimeoutSeconds how long before the expiry, 0 to 255
   * @param counts the time it runs, in tenths of a second, 0 to 65535
   */
  public record Setting(
      boolean silent,
      Use use,
      Action action,
      Interrupt interrupt,
      int pretimeoutSeconds,
      int counts) {}

  /** What a timer guards. */
  public enum Use {
    /** Reserved. */
    NONE(0),
    /** The firmware's processor test. */
    BIOS_FRB2(1),
    /** The firmware's self test. */
    BIOS_POST(2),
    /** The start of the operating system. */
    OS_LOAD(3),
    /** System management software, or the operating system as it runs. */
    SMS_OS(4),
    /** Something of the manufacturer's. */
    OEM(5);

    private final int number;

    Use(int number) {
      this.number = number;
    }

    /** The one with a number on the wire. */
    public static Optional<Use> of(int number) {
      return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }

    /** Its number on the wire. */
    public int number() {
      return number;
    }
  }

  /** What an expiry does. */
  public enum Action {
    /** Nothing. */
    NONE(0),
    /** A hard reset. */
    HARD_RESET(1),
    /** Power down. */
    POWER_DOWN(2),
    /** Power down and up. */
    POWER_CYCLE(3);

    private final int number;

    Action(int number) {
      this.number = number;
    }

    /** The one with a number on the wire. */
    public static Optional<Action> of(int number) {
      return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }

    /** Its number on the wire. */
    public int number() {
      return number;
    }
  }

  /** What comes before an expiry. */
  public enum Interrupt {
    /** Nothing. */
    NONE(0),
    /** A system management interrupt. */
    SMI(1),
    /** A diagnostic interrupt. */
    NMI(2),
    /** A messaging interrupt. */
    MESSAGING(3);

    private final int number;

    Interrupt(int number) {
      this.number = number;
    }

    /** The one with a number on the wire. */
    public static Optional<Interrupt> of(int number) {
      return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }

    /** Its number on the wire. */
    public int number() {
      return number;
    }
  }

  /** What is due. */
  public enum Due {
    /** The interrupt before the expiry. */
    INTERRUPT,
    /** The expiry. */
    EXPIRY
  }

  /**
   * Sets the timer.
   *
   * @param wanted how
   * @param goOn whether a timer that runs goes on, from its new beginning
   * @param clear the expirations to forget, a bit for each use
   */
  public void set(Setting wanted, boolean goOn, int clear, long now) {
    setting = wanted;
    set = true;
    running &= goOn;
    expired &= ~clear;
    begin(now);
  }

  /** Starts it from the beginning; false: it was never set. */
  public boolean reset(long now) {
    if (!set) {
      return false;
    }
    running = true;
    begin(now);
    return true;
  }

  private void begin(long now) {
    startedAt = now;
    interrupted = false;
    stillSince = stillSince.isPresent() ? OptionalLong.of(now) : stillSince;
  }

  /** Stops it: the machine it guards lost power or started anew. */
  public void stop() {
    running = false;
  }

  /** Has it stand still, as the machine it guards does, until {@link #goOn}. */
  public void standStill(long now) {
    if (stillSince.isEmpty()) {
      stillSince = OptionalLong.of(now);
    }
  }

  /** Has it go on with what was left of its time. */
  public void goOn(long now) {
    startedAt += now - stillSince.orElse(now);
    stillSince = OptionalLong.empty();
  }

  /** What is due at {@code now}; each is told once. */
  public Optional<Due> due(long now) {
    if (!running) {
      return Optional.empty();
    }
    long left = left(now);
    if (left <= 0) {
      running = false;
      expired |= 1 << setting.use().number();
      return Optional.of(Due.EXPIRY);
    }
    if (!interrupted
        && setting.interrupt() != Interrupt.NONE
        && left <= setting.pretimeoutSeconds() * 1000L) {
      interrupted = true;
      return Optional.of(Due.INTERRUPT);
    }
    return Optional.empty();
  }

  private long left(long now) {
    return setting.counts() * (long) MILLIS_PER_COUNT - (stillSince.orElse(now) - startedAt);
  }

  /** How it is set. */
  public Setting setting() {
    return setting;
  }

  /** Whether it runs. */
  public boolean isRunning() {
    return running;
  }

  /** For which uses it has expired, a bit each. */
  public int expired() {
    return expired;
  }

  /** What is left of its time, in tenths of a second. */
  public int countsLeft(long now) {
    return running ? (int) (Math.max(left(now), 0) / MILLIS_PER_COUNT) : setting.counts();
  }
}
