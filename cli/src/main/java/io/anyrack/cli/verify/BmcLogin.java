package io.anyrack.cli.verify;

import io.anyrack.ipmi.console.RemoteSession;
import io.anyrack.ipmi.console.Wire;
import io.anyrack.rack.model.Secret;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * How a node's BMC is asked.
 *
 * @param node the node's name
 * @param host the BMC's address
 * @param port its UDP port
 * @param user who logs in
 * @param password with what
 * @param vantage from where
 * @param patience for each answer
 */
record BmcLogin(
    String node,
    String host,
    int port,
    String user,
    Secret password,
    Vantage vantage,
    Duration patience) {
  /** How long all of it may take, a way over SSH included. */
  static final Duration LIMIT = Duration.ofSeconds(90);

  /** As {@code anyrack nodes} says it. */
  static BmcLogin of(JsonNode node, Vantage vantage, Duration patience) {
    JsonNode bmc = node.path("bmc");
    return new BmcLogin(
        node.path("name").asString(""),
        bmc.path("ipmi").path("host").asString(""),
        bmc.path("ipmi").path("port").asInt(),
        bmc.path("username").asString(""),
        new Secret(bmc.path("password").asString("")),
        vantage,
        patience);
  }

  String address() {
    return host + ":" + port;
  }

  /** What the BMC says of its node, in a session of its own. */
  boolean isPowered() throws InterruptedException {
    try (Wire wire = vantage.bmc(new InetSocketAddress(host, port));
        RemoteSession session =
            RemoteSession.open(wire, user, password, patience, new SecureRandom())) {
      return session.isPowered();
    }
  }
}
