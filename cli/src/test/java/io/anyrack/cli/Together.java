package io.anyrack.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/** Cases of a test that mostly wait, several under way at a time; each is told of by its name. */
final class Together {
  private final Map<String, FutureTask<Boolean>> cases = new LinkedHashMap<>();

  /**
   * Starts the cases; each returns true when its assertions hold.
   *
   * @param atOnce so many of them are under way at a time
   */
  Together(SequencedMap<String, Callable<Boolean>> work, int atOnce) {
    Semaphore places = new Semaphore(atOnce);
    work.forEach(
        (name, test) -> {
          FutureTask<Boolean> task =
              new FutureTask<>(
                  () -> {
                    places.acquire();
                    try {
                      return test.call();
                    } finally {
                      places.release();
                    }
                  });
          cases.put(name, task);
          Thread.ofVirtual().name(name).start(task);
        });
  }

  /** What came of a case. */
  boolean outcome(String name) throws Throwable {
    try {
      return Objects.requireNonNull(cases.get(name)).get();
    } catch (ExecutionException e) {
      throw Optional.ofNullable(e.getCause()).orElse(e);
    }
  }
}
