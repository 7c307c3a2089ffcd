package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A rack with its file, driven through the launcher. Closing it takes it down. */
record Rack(Anyrack anyrack, String name, Path file) implements AutoCloseable {

  /** Writes the rack file. */
  Rack write(String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code anyrack up}. */
  Rack up() {
    anyrack.run("up", "-f", file.toString()).expectDone();
    return this;
  }

  /** {@code anyrack WORDS… --rack NAME}. */
  Finished run(String... words) {
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--rack";
    all[words.length + 1] = name;
    return anyrack.run(all);
  }

  /** The node called {@code name}. */
  Node node(String name) {
    return new Node(this, name);
  }

  /** {@code anyrack nodes -o json}. */
  List<JsonNode> nodes() {
    return json("nodes", "-o", "json");
  }

  /** What a command prints as a list in JSON. */
  List<JsonNode> json(String... words) {
    JsonNode list = JsonMapper.shared().readTree(run(words).expectDone());
    return Stream.of(list).flatMap(JsonNode::valueStream).toList();
  }

  /** The rack's service. */
  ProcessHandle service() {
    return process(state().resolve("service.pid"));
  }

  /** As {@code kill -9} does. */
  void killService() {
    ProcessHandle service = service();
    assertThat(service.destroyForcibly()).isTrue();
    Eventually.await("the service is dead", () -> !service.isAlive());
  }

  /** Where the rack's state is. */
  Path state() {
    return anyrack.racks().resolve(name);
  }

  /** The process whose id is in {@code file}. */
  static ProcessHandle process(Path file) {
    try {
      long pid = Long.parseLong(Files.readString(file).strip());
      return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError("no process " + pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code anyrack down}, after which nothing may be left. */
  void down() {
    run("down").expectDone();
    Leftovers.of(anyrack.racks()).processes().forEach(this::expectOfAnotherRack);
    assertThat(state()).doesNotExist();
  }

  private void expectOfAnotherRack(long pid) {
    ProcessHandle.Info info = ProcessHandle.of(pid).map(ProcessHandle::info).orElseThrow();
    assertThat(info.commandLine().orElse("")).doesNotContain(state() + "/", "--rack " + name);
  }

  @Override
  public void close() {
    if (Files.exists(state())) {
      down();
    }
  }
}
