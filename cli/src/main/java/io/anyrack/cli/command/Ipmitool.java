package io.anyrack.cli.command;

import io.anyrack.rack.RackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The real ipmitool at the BMC of one node. The password goes through its environment, where other
 * users cannot see it.
 */
record Ipmitool(String host, int port, String username, String password) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  static Ipmitool of(JsonNode node) {
    JsonNode bmc = node.path("bmc");
    return new Ipmitool(
        bmc.path("ipmi").path("host").asString(""),
        bmc.path("ipmi").path("port").asInt(),
        bmc.path("username").asString(""),
        bmc.path("password").asString(""));
  }

  private List<String> command(List<String> words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "ipmitool",
                "-I",
                "lanplus",
                "-H",
                host,
                "-p",
                String.valueOf(port),
                "-U",
                username,
                "-E"));
    command.addAll(words);
    return command;
  }

  /** The command as a user would type it. */
  String shown(List<String> words) {
    return String.join(" ", command(words));
  }

  /**
   * Runs one command.
   *
   * @return what it prints
   * @throws RackException if it is not there or fails
   */
  String run(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(command(words)).redirectErrorStream(true);
    builder.environment().put("IPMI_PASSWORD", password);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new RackException("ipmitool does not end: " + shown(words));
      }
      if (process.exitValue() != 0) {
        throw new RackException("ipmitool failed: " + output.strip());
      }
      return output.stripTrailing();
    } catch (IOException e) {
      throw new RackException(
          "the demo needs ipmitool: install it (Debian: apt-get install ipmitool)", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RackException("interrupted", e);
    }
  }
}
