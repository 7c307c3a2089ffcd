package io.anyrack.openstack.machine;

import io.anyrack.openstack.nova.Server;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Servers in all states, as Nova tells them. */
record ServerExample(
    String status,
    Optional<String> task,
    int powerState,
    boolean locked,
    Optional<String> fault,
    int changes) {
  static final String ID = "8f1d9c3e-0000-4000-8000-000000000001";
  private static final int RUNNING = 1;
  private static final int SHUT_DOWN = 4;

  /** {@code ACTIVE}, {@code ACTIVE powering-off}, {@code RESCUE out}, {@code ERROR}, … */
  static ServerExample in(String words) {
    String[] parts = words.split(" ", -1);
    boolean off =
        List.of("SHUTOFF", "SHELVED", "SHELVED_OFFLOADED", "SUSPENDED", "ERROR", "BUILD")
            .contains(parts[0]);
    boolean out = parts.length > 1 && parts[1].equals("out");
    return new ServerExample(
        parts[0],
        parts.length > 1 && !out ? Optional.of(parts[1]) : Optional.empty(),
        off || out ? SHUT_DOWN : RUNNING,
        false,
        parts[0].equals("ERROR") ? Optional.of("No valid host was found.") : Optional.empty(),
        0);
  }

  ServerExample whenLocked() {
    return new ServerExample(status, task, powerState, true, fault, changes);
  }

  ServerExample changed() {
    return new ServerExample(status, task, powerState, locked, fault, changes + 1);
  }

  Server server() {
    return server(Map.of());
  }

  Server server(Map<String, String> metadata) {
    return server(metadata, List.of());
  }

  Server tagged(List<String> tags) {
    return server(Map.of(), tags);
  }

  private Server server(Map<String, String> metadata, List<String> tags) {
    return new Server(
        ID,
        "rack-node-1",
        status,
        task,
        status.equals("SHUTOFF") ? "stopped" : "active",
        powerState,
        locked,
        "",
        Optional.of("image"),
        "flavor",
        Optional.empty(),
        List.of(),
        metadata,
        tags,
        List.of(),
        false,
        fault,
        Optional.empty(),
        Optional.of(Instant.EPOCH.plusSeconds(changes)));
  }
}
