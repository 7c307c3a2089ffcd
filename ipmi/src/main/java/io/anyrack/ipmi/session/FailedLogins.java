package io.anyrack.ipmi.session;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts refused logins by address, in windows of fixed length. Remembers a bounded number. */
final class FailedLogins {
  private static final int MOST_ADDRESSES = 1024;

  private final int limit;
  private final long windowMillis;
  private final LinkedHashMap<InetAddress, Window> windows = new LinkedHashMap<>();

  private record Window(long start, int failures) {}

  FailedLogins(int limit, long windowMillis) {
    this.limit = limit;
    this.windowMillis = windowMillis;
  }

  /** Whether the address had more refused logins than it may. */
  boolean exceeded(InetAddress address, long now) {
    Window window = windows.get(address);
    return window != null && now - window.start < windowMillis && window.failures >= limit;
  }

  void add(InetAddress address, long now) {
    Window window = windows.remove(address);
    Window next =
        window != null && now - window.start < windowMillis
            ? new Window(window.start, window.failures + 1)
            : new Window(now, 1);
    windows.put(address, next);
    if (windows.size() > MOST_ADDRESSES) {
      Map.Entry<InetAddress, Window> _ = windows.pollFirstEntry();
    }
  }
}
