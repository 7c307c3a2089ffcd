package io.anyrack.bench;

import io.anyrack.rack.model.Rack;
import io.anyrack.service.RackService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A rack of two simulated nodes, one with BIOS and one with UEFI, for clients and validators of
 * others. What a guest does by itself, such as to shut down when it is asked to, is seen within
 * moments, as it is on a cloud that tells.
 */
public final class ServedRack {
  private static final String CLEAR = "{ port: 18000, tls: false }";
  private static final Duration LOOK = Duration.ofMillis(50);

  private ServedRack() {}

  /** How Redfish is served, as the rack file says it; by default in the clear on port 18000. */
  public static void main(String[] arguments) throws IOException {
    String redfish = arguments.length > 0 ? arguments[0] : CLEAR;
    Path state = Files.createTempDirectory("served");
    SimulatedService.serve(state, () -> rack(redfish), Duration.ZERO, ServedRack::announce);
  }

  private static Rack rack(String redfish) {
    return SimulatedService.read(
        """
        rack: served
        cloud: local
        networks: [{ name: net, cidr: 10.0.0.0/16 }]
        nodes: [{ name: node-1 }, { name: node-2, firmware: uefi }]
        bmc: { credentials: { user: admin, password: !secret BENCH }, redfish: %s }
        """
            .formatted(redfish));
  }

  private static void announce(RackService service) {
    Thread.ofVirtual().name("look").start(() -> look(service));
    service
        .redfish("node-1")
        .ifPresent(
            root ->
                System.out.printf(
                    "All nodes: %s, user %s, password %s%s%n",
                    root.rackUrl(),
                    root.username(),
                    root.password(),
                    root.authority().map(file -> ", authority " + file).orElse("")));
    System.out.println("This ends with its input.");
  }

  private static void look(RackService service) {
    try {
      while (true) {
        Thread.sleep(LOOK);
        service.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
