package io.anyrack.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The calls that a {@link SimulatedCloud} gets. For one thread. */
final class SimulatedCalls {
  private static final long BETWEEN_LOOKS_MILLIS = 10;

  private final Child cloud;

  SimulatedCalls(Child cloud) {
    this.cloud = cloud;
  }

  /**
   * A call.
   *
   * @param micros when it arrived, since 1970
   * @param request service, method and path
   */
  record Call(long micros, String request) {
    boolean isPoll() {
      return request.endsWith(" GET /v2.1/servers/detail");
    }

    boolean isAction() {
      return request.endsWith("/action");
    }
  }

  /** Those since the last time. */
  List<Call> next() throws IOException {
    cloud.say("calls");
    int count = Integer.parseInt(cloud.line());
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String[] parts = cloud.line().split(" ", 2);
      calls.add(new Call(Long.parseLong(parts[0]), parts[1]));
    }
    return calls;
  }

  /** When the next action on a server arrived, in microseconds since 1970. */
  long action(Duration most) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Call> action = next().stream().filter(Call::isAction).findFirst();
      if (action.isPresent()) {
        return action.get().micros();
      }
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
    throw new IOException("no action arrived");
  }
}
