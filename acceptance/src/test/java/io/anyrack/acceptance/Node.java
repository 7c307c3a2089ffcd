package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** A node of a rack. */
record Node(Rack rack, String name) {

  /** What {@code anyrack nodes} says of it. */
  JsonNode listed() {
    return rack.nodes().stream()
        .filter(node -> node.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node " + name));
  }

  /** {@code anyrack power NODE VERB}. */
  Finished power(String verb) {
    return rack.run("power", name, verb);
  }

  /** {@code on} or {@code off}, as {@code anyrack power NODE status} says. */
  String power() {
    return power("status").expectDone().replace(name + ": ", "");
  }

  /** {@code anyrack boot NODE WORDS…}. */
  void boot(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "boot";
    all[1] = name;
    System.arraycopy(words, 0, all, 2, words.length);
    rack.run(all).expectDone();
  }

  /** The BMC as {@code anyrack nodes} tells how to reach it. */
  Bmc bmc() {
    JsonNode bmc = listed().path("bmc");
    return new Bmc(
        bmc.path("ipmi").path("host").asString(),
        bmc.path("ipmi").path("port").asInt(),
        bmc.path("username").asString(),
        bmc.path("password").asString());
  }

  /** The node's address on its first network. */
  String address() {
    return listed().path("addresses").get(0).asString();
  }

  /** Its serial console, from the beginning on. */
  Guest guest() {
    return Guest.at(this);
  }

  /** All that its serial console has shown. */
  String history() {
    return rack.run("console", name, "--history").expectDone();
  }

  /** The node's event log. */
  String log() {
    return rack.run("log", name).expectDone();
  }

  /** Its QEMU. */
  ProcessHandle machine() {
    Path pid = rack.state().resolve("nodes").resolve(name).resolve("pid");
    assertThat(pid).exists();
    ProcessHandle machine = Rack.process(pid);
    assertThat(machine.isAlive()).as("QEMU of " + name + " runs").isTrue();
    return machine;
  }

  /** Waits until the BMC says that the node is on or off. */
  void awaitPower(String wanted) {
    Eventually.await(name + " is " + wanted, () -> power().equals(wanted));
  }

  /** Whether a QEMU runs for it. */
  boolean runs() {
    Path pid = rack.state().resolve("nodes").resolve(name).resolve("pid");
    return Files.exists(pid) && Rack.process(pid).isAlive();
  }
}
