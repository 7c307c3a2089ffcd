package io.anyrack.local.qemu;

import io.anyrack.rack.cloud.CloudException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a program to its end: bounded in time and in what is kept of its output, files it makes are
 * for their owner only.
 *
 * @param limit after what time the program is killed
 */
record Subprocess(Duration limit) {
  private static final int MAX_OUTPUT = 64 * 1024;

  /**
   * How a program ended.
   *
   * @param status its exit status
   * @param output what it wrote to both of its outputs, cut after 64 KiB
   */
  record Outcome(int status, String output) {
    boolean succeeded() {
      return status == 0;
    }
  }

  /** Runs {@code command} with nothing to read. */
  Outcome run(List<String> command) {
    return run(command, "");
  }

  /**
   * Runs {@code command}.
   *
   * @param input what it gets to read
   * @throws CloudException if it cannot be started or takes too long
   */
  Outcome run(List<String> command, String input) {
    // A umask cannot be had from Java: the shell sets it and becomes the program.
    List<String> masked =
        new ArrayList<>(List.of("/bin/sh", "-c", "umask 077; exec \"$0\" \"$@\""));
    masked.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(masked).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C"); // messages are matched and quoted
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new CloudException("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    }
    var output = new CompletableFuture<String>();
    Thread.ofVirtual().start(() -> output.complete(readOutput(process.getInputStream())));
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // It ended without reading all; its status says more.
    }
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CloudException(
            command.getFirst() + " did not end within " + limit.toSeconds() + " s");
      }
      return new Outcome(process.exitValue(), output.get(1, TimeUnit.SECONDS).strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException("interrupted while " + command.getFirst() + " was running", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new CloudException("cannot read what " + command.getFirst() + " says", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String readOutput(InputStream stream) {
    try (stream) {
      byte[] kept = stream.readNBytes(MAX_OUTPUT);
      stream.transferTo(OutputStream.nullOutputStream());
      return new String(kept, StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }
}
