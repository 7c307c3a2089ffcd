package io.anyrack.redfish.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells all services that serve a node when its BMC is reset. Thread-safe. */
public final class BmcResets {
  private final Map<String, List<Runnable>> listeners = new HashMap<>();

  /** Ends a {@link #listen}. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** Does something whenever the node's BMC is reset, until the returned handle is closed. */
  public synchronized Subscription listen(String node, Runnable listener) {
    listeners.computeIfAbsent(node, _ -> new ArrayList<>()).add(listener);
    return () -> forget(node, listener);
  }

  private synchronized void forget(String node, Runnable listener) {
    listeners.computeIfPresent(
        node,
        (_, all) -> {
          all.remove(listener);
          return all.isEmpty() ? null : all;
        });
  }

  /** The node's BMC is reset. */
  public void reset(String node) {
    List<Runnable> all;
    synchronized (this) {
      all = List.copyOf(listeners.getOrDefault(node, List.of()));
    }
    all.forEach(Runnable::run);
  }
}
