package io.anyrack.fakestack.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Faults that a test has asked for. Thread-safe. */
public final class Faults {
  private static final class Plan {
    final Predicate<Request> which;
    final Fault fault;
    final Instant until;
    int skip;
    int times;

    Plan(Predicate<Request> which, Fault fault, Instant until, int skip, int times) {
      this.which = which;
      this.fault = fault;
      this.until = until;
      this.skip = skip;
      this.times = times;
    }
  }

  private final Clock clock;
  private final List<Plan> plans = new ArrayList<>();

  /** None so far. */
  public Faults(Clock clock) {
    this.clock = clock;
  }

  /** The nth call from now on that fits, counted from 1, goes wrong. */
  public void nth(int n, Predicate<Request> which, Fault fault) {
    add(new Plan(which, fault, Instant.MAX, n - 1, 1));
  }

  /** The next calls that fit go wrong, so many of them. */
  public void next(int times, Predicate<Request> which, Fault fault) {
    add(new Plan(which, fault, Instant.MAX, 0, times));
  }

  /** All calls that fit go wrong for a while. */
  public void during(Duration time, Predicate<Request> which, Fault fault) {
    add(new Plan(which, fault, clock.instant().plus(time), 0, Integer.MAX_VALUE));
  }

  /** All calls that fit go wrong until {@link #clear}. */
  public void always(Predicate<Request> which, Fault fault) {
    add(new Plan(which, fault, Instant.MAX, 0, Integer.MAX_VALUE));
  }

  /** Nothing goes wrong from now on. */
  public synchronized void clear() {
    plans.clear();
  }

  /** Calls of a service; its type as in the catalogue. */
  public static Predicate<Request> service(String type) {
    return request -> request.service().equals(type);
  }

  /** Calls of a method whose path matches a regular expression. */
  public static Predicate<Request> call(String method, String pathRegex) {
    return request -> request.method().equals(method) && request.path().matches(pathRegex);
  }

  private synchronized void add(Plan plan) {
    plans.add(plan);
  }

  /** What goes wrong with a call that is made now; whoever asks has to do it. */
  public synchronized Optional<Fault> take(Request request) {
    Instant now = clock.instant();
    plans.removeIf(plan -> plan.times == 0 || now.isAfter(plan.until));
    Optional<Fault> found = Optional.empty();
    for (Plan plan : plans) {
      if (plan.which.test(request)) {
        if (plan.skip > 0) {
          plan.skip--;
        } else if (found.isEmpty()) {
          plan.times--;
          found = Optional.of(plan.fault);
        }
      }
    }
    return found;
  }
}
