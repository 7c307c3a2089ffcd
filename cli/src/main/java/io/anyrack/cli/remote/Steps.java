package io.anyrack.cli.remote;

import io.anyrack.rack.cloud.Progress;
import java.util.function.Supplier;

/** Tells of a step while it is done. */
final class Steps {
  private Steps() {}

  static <T> T step(Progress progress, String subject, String step, Supplier<T> work) {
    progress.step(subject, step, Progress.State.STARTED);
    try {
      T result = work.get();
      progress.step(subject, step, Progress.State.DONE);
      return result;
    } catch (RuntimeException e) {
      progress.step(subject, step, Progress.State.FAILED);
      throw e;
    }
  }
}
