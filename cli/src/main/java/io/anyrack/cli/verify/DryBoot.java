package io.anyrack.cli.verify;

import io.anyrack.service.control.ControlClient;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A node that is off starts from the network, runs the boot script and says so. The script starts
 * nothing; the node is off afterwards, with the boot override it had.
 */
final class DryBoot implements Check {
  private final ControlClient service;
  private final String node;
  private final Duration patience;

  /**
   * Tries {@code node}.
   *
   * @param patience until it runs the script
   */
  DryBoot(ControlClient service, String node, Duration patience) {
    this.service = service;
    this.node = node;
    this.patience = patience;
  }

  @Override
  public String name() {
    return "boot";
  }

  @Override
  public String subject() {
    return node;
  }

  @Override
  public Duration limit() {
    return patience.plusMinutes(4);
  }

  @Override
  public Verdict look() {
    Optional<Verdict> skip = notOff();
    if (skip.isPresent()) {
      return skip.get();
    }
    long begin = System.nanoTime();
    JsonNode came =
        service.call(
            ControlClient.request("trial")
                .put("node", node)
                .put("seconds", (int) patience.toSeconds()));
    if (came.path("reached").asBoolean(false)) {
      return new Verdict.Pass(
          "ran the boot script and was switched off again, %d s in all"
              .formatted(Duration.ofNanos(System.nanoTime() - begin).toSeconds()));
    }
    String last = came.path("last").asString("");
    return new Verdict.Fail(
        "did not run the boot script within %d s; last seen: %s"
            .formatted(patience.toSeconds(), last.isEmpty() ? "nothing" : last),
        last.isEmpty()
            ? "see `anyrack console " + node + "`: it does not ask for an address"
            : "see `anyrack log " + node + "`, and whether nodes reach the boot server");
  }

  private Optional<Verdict> notOff() {
    for (JsonNode listed : service.call("status").path("nodes")) {
      String state = listed.path("state").asString("");
      if (listed.path("name").asString("").equals(node) && !state.equals("off")) {
        return Optional.of(
            new Verdict.Skip(
                "is " + state + ": a trial would end what runs there", "switch it off first"));
      }
    }
    return Optional.empty();
  }
}
