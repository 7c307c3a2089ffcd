package io.anyrack.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code anyrack nodes} from start to end, for a rack of ten nodes, launcher and AOT cache
 * included. The floor is a JVM that does nothing; {@code --version} is launcher, JVM and command
 * line alone.
 */
public final class CommandBenchmark {
  private static final int ROUNDS = 25;
  private static final int NODES = 10;

  private CommandBenchmark() {}

  /** Prints a table; no arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String launcher = Launcher.path().toString();
    Map<String, List<String>> commands = new LinkedHashMap<>();
    commands.put("JVM that does nothing", emptyJvm());
    commands.put("anyrack --version", List.of(launcher, "--version"));
    commands.put(
        "anyrack nodes, without the cache",
        List.of("env", "ANYRACK_JAVA_FLAGS=-XX:AOTMode=off", launcher, "nodes"));
    commands.put("anyrack nodes, reads rack.yaml", List.of(launcher, "nodes"));
    commands.put("anyrack nodes --rack", List.of(launcher, "nodes", "--rack", Launcher.RACK));
    Map<String, Samples> milliseconds = new LinkedHashMap<>();
    Map<String, Samples> cpu = new LinkedHashMap<>();
    try (Launcher rack = new Launcher()) {
      rack.up(NODES, "");
      for (int round = -1; round < ROUNDS; round++) {
        for (var command : commands.entrySet()) {
          double before = childrenCpu();
          double took = rack.run(command.getValue()).milliseconds();
          if (round >= 0) {
            double used = childrenCpu() - before;
            milliseconds.computeIfAbsent(command.getKey(), _ -> new Samples()).add(took);
            cpu.computeIfAbsent(command.getKey(), _ -> new Samples()).add(used * 1000);
          }
        }
      }
    }
    System.out.printf("%d rounds, each command once a round.%n%n", ROUNDS);
    System.out.println("| what | ms | CPU ms |\n|---|---|---|");
    milliseconds.forEach(
        (what, samples) ->
            System.out.printf(
                "| %s | %s | %s |%n",
                what, samples.show("%.0f"), cpu.getOrDefault(what, new Samples()).show("%.0f")));
  }

  /** Of the processes that have ended, which are only those measured here. */
  private static double childrenCpu() throws IOException {
    return ProcessStatus.childrenCpuSeconds(ProcessHandle.current().pid());
  }

  private static List<String> emptyJvm() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        EmptyProgram.class.getName());
  }
}
