package io.anyrack.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Terminal;
import io.anyrack.service.state.StateDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine;

/**
 * The program as a user has it at a terminal, but in this JVM: commands, and the services of racks,
 * which {@code up} would otherwise start as processes of their own.
 */
final class Program implements AutoCloseable {
  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, ServiceInside> services = new ConcurrentHashMap<>();

  /**
   * What a command did.
   *
   * @param exit its exit code
   * @param out what it printed
   * @param err what it said
   */
  record Ended(int exit, String out, String err) {
    /** What it printed; it has to have worked. */
    String expectDone() {
      assertThat(exit).as(this::toString).isZero();
      return out;
    }

    /** What it said; it has to have failed, with a message and no stack. */
    String expectFailed() {
      assertThat(exit).as(this::toString).isEqualTo(1);
      assertThat(err).doesNotContain("\tat ");
      return err;
    }
  }

  /**
   * The program of a user.
   *
   * @param home the user's home directory, where everything of it is
   * @param clouds the user's {@code clouds.yaml}
   * @param cloud which of them is meant where nothing else says so
   */
  Program(Path home, Path clouds, String cloud) {
    this.home = home;
    set("OS_CLIENT_CONFIG_FILE", clouds.toString());
    set("OS_CLOUD", cloud);
    set("XDG_STATE_HOME", home.resolve("state").toString());
    set("XDG_CACHE_HOME", home.resolve("cache").toString());
    set("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
  }

  /** From now on a variable of the environment is so. */
  void set(String name, String value) {
    environment.put(name, value);
  }

  /** Where things are kept that can be had again. */
  Path cache() {
    return home.resolve("cache/anyrack");
  }

  /** Where a rack's state is. */
  StateDirectory state(String rack) {
    return new StateDirectory(home.resolve("state/anyrack").resolve(rack));
  }

  private Host host(OutputStream out, OutputStream err) {
    Map<String, String> variables = Map.copyOf(environment);
    return new Host(
        new Terminal(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            InputStream.nullInputStream(),
            false),
        home,
        Optional.empty(),
        name -> Optional.ofNullable(variables.get(name)));
  }

  /** {@code anyrack WORDS…}, run to its end. */
  Ended run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandLine line = Anyrack.commandLine(host(out, err), words);
    line.setErr(new PrintWriter(err, true, UTF_8));
    line.setOut(new PrintWriter(out, true, UTF_8));
    int exit = line.execute(words);
    return new Ended(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** {@code anyrack up}, with the rack's service in this JVM. */
  Ended up(String rack, Path file) {
    serve(rack);
    return run("up", "-f", file.toString());
  }

  /** Writes a rack file. */
  Path file(String rack, String text) throws IOException {
    return Files.writeString(home.resolve(rack + ".yaml"), text);
  }

  /** Starts the service of a rack, unless it runs. */
  void serve(String rack) {
    services
        .compute(
            rack,
            (_, running) ->
                running != null && running.isAlive()
                    ? running
                    : ServiceInside.start(
                        host(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()),
                        state(rack)))
        .await();
  }

  /** The service of a rack dies; machines run on. */
  void kill(String rack) {
    Optional.ofNullable(services.remove(rack)).ifPresent(ServiceInside::close);
  }

  @Override
  public void close() {
    services.keySet().forEach(this::kill);
  }
}
