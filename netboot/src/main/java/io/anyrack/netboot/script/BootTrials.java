package io.anyrack.netboot.script;

import io.anyrack.netboot.port.Port;
import io.anyrack.rack.net.BootTrial;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Gives nodes that are on trial a script that starts nothing, others their own. Thread-safe. */
public final class BootTrials implements ScriptSource {
  private final ScriptSource scripts;
  private final Map<String, CountDownLatch> trials = new ConcurrentHashMap<>();

  /** No node is on trial yet; {@code scripts} are those of the others. */
  public BootTrials(ScriptSource scripts) {
    this.scripts = scripts;
  }

  /** From now on {@code node} is on trial, until the returned handle is closed. */
  public BootTrial begin(String node) {
    CountDownLatch reached = new CountDownLatch(1);
    trials.put(node, reached);
    return new BootTrial() {
      @Override
      public boolean await(Duration limit) throws InterruptedException {
        return reached.await(limit.toNanos(), TimeUnit.NANOSECONDS);
      }

      @Override
      public void close() {
        trials.remove(node, reached);
      }
    };
  }

  /** The script of {@code node} says that it runs. */
  public void reached(String node) {
    Optional.ofNullable(trials.get(node)).ifPresent(CountDownLatch::countDown);
  }

  @Override
  public String scriptFor(Port port, String base) {
    return trials.containsKey(port.node().name())
        ? ScriptTemplate.trial(port, base)
        : scripts.scriptFor(port, base);
  }
}
