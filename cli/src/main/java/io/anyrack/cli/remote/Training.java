package io.anyrack.cli.remote;

import io.anyrack.rack.RackException;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Lets the program run once as a service, so that the Java runtime writes down what it loads for
 * that (JEP 514). The rack it serves is nowhere: its cloud is a port of this machine where nobody
 * listens.
 *
 * @param launcher the program's
 */
record Training(Path launcher) {
  /** The variable that takes the place of the launcher's option for the cache. */
  static final String FLAG = "ANYRACK_AOT_FLAG";

  private static final System.Logger LOG = System.getLogger(Training.class.getName());
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final String RACK = "training";

  private static final String RACK_FILE =
      """
      rack: training
      cloud: { openstack: { cloud: nowhere } }
      networks: [{ name: provision, cidr: 192.0.2.0/24 }]
      nodes: [{ name: node, networks: [{ name: provision, address: 192.0.2.30 }] }]
      bmc: { ip: 127.0.0.1 }
      boot: { address: 127.0.0.1 }
      """;

  private static final String CLOUDS =
      """
      clouds:
        nowhere:
          auth_type: v3applicationcredential
          auth:
            auth_url: http://127.0.0.1:9/v3
            application_credential_id: none
            application_credential_secret: none
      """;

  /** Makes the cache; a program without starts all the same, only later. */
  void run(Path cache) {
    try {
      Path home = Files.createTempDirectory("anyrack-");
      try {
        train(home, cache);
      } finally {
        delete(home);
      }
    } catch (IOException | RackException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the service will start slowly on its server, for its classes could not be prepared: {0}",
          e.getMessage());
    }
  }

  private void train(Path home, Path cache) throws IOException {
    StateDirectory state = new StateDirectory(home.resolve("anyrack").resolve(RACK));
    Files.createDirectories(state.root());
    Files.writeString(state.root().resolve("rack.yaml"), RACK_FILE);
    Files.writeString(state.root().resolve("secrets.json"), "{}");
    Path clouds = Files.writeString(state.root().resolve("clouds.yaml"), CLOUDS);
    Files.writeString(state.cloudFile(), clouds + "\n");
    Path said = home.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(launcher.toString(), "service", "--foreground", "--rack", RACK)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder
        .environment()
        .entrySet()
        .removeIf(variable -> variable.getKey().startsWith("OS_") || isJava(variable));
    builder.environment().put("XDG_STATE_HOME", home.toString());
    builder.environment().put(FLAG, "-XX:AOTCacheOutput=" + cache);
    Process process = builder.start();
    try {
      ControlClient client = new ControlClient(state.controlSocket());
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (!client.isUp()) {
        if (System.nanoTime() > deadline
            || process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException("it does not run: " + Files.readString(said).strip());
        }
      }
      client.call("nodes");
      process.destroy(); // the signal of an ordinary end: what was loaded is written then
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) || !Files.exists(cache)) {
        throw new IOException("it made no cache: " + Files.readString(said).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static boolean isJava(Map.Entry<String, String> variable) {
    return variable.getKey().equals("JAVA_TOOL_OPTIONS")
        || variable.getKey().equals("JDK_JAVA_OPTIONS");
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
