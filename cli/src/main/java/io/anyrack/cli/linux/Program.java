package io.anyrack.cli.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system, each within a bounded time. */
final class Program {
  private final Duration limit;

  Program(Duration limit) {
    this.limit = limit;
  }

  /**
   * Runs a program to its end, with nothing on its standard input.
   *
   * @return what it wrote to its standard output
   * @throws LinuxException where it is not there, fails, or takes too long; with the end of what it
   *     said
   */
  byte[] run(Path directory, List<String> command) throws IOException {
    String name = Path.of(command.getFirst()).getFileName().toString();
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new LinuxException("Cannot run " + name + ": " + e.getMessage(), e);
    }
    try {
      CompletableFuture<byte[]> output = readAll(process.getInputStream());
      CompletableFuture<byte[]> talk = readAll(process.getErrorStream());
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LinuxException(name + " did not end within " + limit.toSeconds() + " s.");
      }
      if (process.exitValue() != 0) {
        String said = new String(talk.join(), StandardCharsets.UTF_8).strip();
        throw new LinuxException(name + " failed: " + said);
      }
      return output.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinuxException(name + " was interrupted.", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static CompletableFuture<byte[]> readAll(InputStream in) {
    CompletableFuture<byte[]> all = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (in) {
                all.complete(in.readAllBytes());
              } catch (IOException e) {
                all.completeExceptionally(e);
              }
            });
    return all;
  }
}
