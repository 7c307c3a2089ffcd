package io.anyrack.cli.verify;

import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.cloud.Progress.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs checks one after the other, each within its time. */
public final class Verification {
  private final List<Check> checks;
  private final Progress progress;

  /** Will run {@code checks} in their order. */
  public Verification(List<Check> checks, Progress progress) {
    this.checks = List.copyOf(checks);
    this.progress = progress;
  }

  /** A row for each check. */
  public List<Row> run() throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (Check check : checks) {
        progress.step(check.subject(), check.name(), State.STARTED);
        Verdict verdict = verdict(check, threads.submit(check::look));
        boolean failed = verdict instanceof Verdict.Fail;
        progress.step(check.subject(), check.name(), failed ? State.FAILED : State.DONE);
        rows.add(new Row(check.name(), check.subject(), verdict));
      }
    } finally {
      threads.shutdownNow(); // what does not end is not waited for
    }
    return List.copyOf(rows);
  }

  private static Verdict verdict(Check check, Future<Verdict> looking) throws InterruptedException {
    try {
      return looking.get(check.limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Verdict.Fail(
          "no end after " + check.limit().toSeconds() + " s", "look at `anyrack log rack`");
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case CannotTryException cannot -> new Verdict.Skip(text(cannot), cannot.remedy());
        case RackException known -> new Verdict.Fail(text(known), "");
        case null, default -> throw new IllegalStateException("a check broke", e);
      };
    } catch (CancellationException e) {
      throw new IllegalStateException("nobody cancels a check", e);
    } finally {
      looking.cancel(true);
    }
  }

  private static String text(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
