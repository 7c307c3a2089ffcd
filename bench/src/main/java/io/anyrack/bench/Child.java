package io.anyrack.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of ours in a process of its own; it ends when its input does. */
record Child(Process process, BufferedReader output) implements AutoCloseable {
  /** A program with the flags of a service, and its cache. */
  static Child start(Class<?> program, String... arguments) throws IOException {
    return start(List.of(), program, arguments);
  }

  /** The same with more flags. */
  static Child start(List<String> more, Class<?> program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("anyrack.flags").split(" ")));
    command.addAll(more);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Child(process, process.inputReader(StandardCharsets.UTF_8));
  }

  long pid() {
    return process.pid();
  }

  /** Says a line to it. */
  void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  String line() throws IOException {
    return String.valueOf(output.readLine());
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
