package io.anyrack.bench;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.http.Entry;
import io.anyrack.fakestack.world.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A simulated OpenStack in a process of its own. It says when it is up, answers each line {@code
 * calls} with the calls that arrived since the last one, and ends with its standard input.
 */
public final class SimulatedCloud {
  private SimulatedCloud() {}

  /** Where {@code clouds.yaml} is written, and how many milliseconds each call takes. */
  public static void main(String[] arguments) throws IOException {
    Duration latency = Duration.ofMillis(Long.parseLong(arguments[1]));
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (FakeStack cloud = FakeStack.start(Settings.DEFAULT.withLatency(latency))) {
      Files.writeString(Path.of(arguments[0]), cloud.cloudsYaml());
      System.out.println("up");
      while (input.readLine() != null) {
        List<Entry> calls = cloud.journal().entries();
        cloud.journal().clear();
        System.out.println(calls.size());
        calls.forEach(call -> System.out.println(line(call)));
      }
    }
  }

  private static String line(Entry call) {
    return "%d %s %s %s".formatted(micros(call.at()), call.service(), call.method(), call.path());
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }
}
