package io.anyrack.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.NodeState;
import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.RedfishAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contradictory commands at once by IPMI (the real ipmitool) and by Redfish: each client is told
 * what became of its commands, and the node ends as if all of them had come one after the other, in
 * the order of its event log.
 */
final class ContradictionTest {
  private static final int COMMANDS = 40;
  private static final String REFUSED = ": refused";

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void someOrderExplainsTheEnd(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> overIpmi = random.ints(COMMANDS, 0, 8).mapToObj(this::ipmi).toList();
    List<List<String>> overRedfish = random.ints(COMMANDS, 0, 8).mapToObj(this::redfish).toList();
    try (RunningRack running = new RunningRack(directory, new FakeSite());
        HttpClient client = HttpClient.newHttpClient();
        ExecutorService doors = Executors.newVirtualThreadPerTaskExecutor()) {
      running.apply(RunningRack.rack(1, "{ redfish: { tls: false } }"));
      BmcAccess bmc = running.service.bmc("node-1").orElseThrow();
      RedfishAccess redfish = running.service.redfish("node-1").orElseThrow();
      Node node = running.service.node("node-1").orElseThrow();

      Future<String> said = doors.submit(() -> ipmitool(bmc, overIpmi));
      Future<Integer> done = doors.submit(() -> send(client, redfish, bmc, overRedfish));
      String output = said.get();
      int accepted = done.get();
      RunningRack.await(() -> isSettled(node));

      List<Event> log = node.events().events();
      assertThat(count(log, "ipmi", "power"))
          .as(output)
          .isEqualTo(output.lines().filter(line -> line.startsWith("Chassis Power")).count());
      assertThat(count(log, "redfish", "")).isEqualTo(accepted).isPositive();
      List<Event> taken = log.stream().filter(ContradictionTest::isTaken).toList();
      assertThat(node.status().powered()).isEqualTo(poweredAfter(taken));
      assertThat(running.site.of("node-1").running).isEqualTo(node.status().powered());
      assertThat(bootAfter(log)).contains(text(node.status().boot()));

      String status = ipmitool(bmc, List.of("chassis power status"));
      assertThat(status).contains("is " + (node.status().powered() ? "on" : "off"));
      assertThat(get(client, redfish, bmc))
          .contains("\"PowerState\":\"" + (node.status().powered() ? "On" : "Off"));
    }
  }

  private String ipmi(int kind) {
    return switch (kind) {
      case 0, 1 -> "chassis power on";
      case 2, 3 -> "chassis power off";
      case 4 -> "chassis power cycle";
      case 5 -> "chassis power reset";
      case 6 -> "chassis bootdev pxe";
      default -> "chassis bootdev disk options=persistent";
    };
  }

  /** Method, path below the system, body. */
  private List<String> redfish(int kind) {
    return switch (kind) {
      case 0, 1 -> reset("On");
      case 2, 3 -> reset("ForceOff");
      case 4 -> reset("PowerCycle");
      case 5 -> reset("ForceRestart");
      case 6 -> boot("Cd", "Once");
      default -> boot("Pxe", "Continuous");
    };
  }

  private static List<String> reset(String type) {
    return List.of(
        "POST", "/Actions/ComputerSystem.Reset", "{\"ResetType\": \"%s\"}".formatted(type));
  }

  private static List<String> boot(String target, String enabled) {
    return List.of(
        "PATCH",
        "",
        "{\"Boot\": {\"BootSourceOverrideTarget\": \"%s\", \"BootSourceOverrideEnabled\": \"%s\"}}"
            .formatted(target, enabled));
  }

  /** One session with all commands; what it says, whether or not they were refused. */
  private String ipmitool(BmcAccess bmc, List<String> lines)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile(directory, "lines", "");
    Files.write(file, lines);
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "ipmitool",
                    "-I",
                    "lanplus",
                    "-H",
                    bmc.host(),
                    "-p",
                    "" + bmc.port(),
                    "-U",
                    bmc.username(),
                    "-E",
                    "exec",
                    file.toString()))
            .redirectErrorStream(true);
    builder.environment().put("IPMI_PASSWORD", bmc.password());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  /** Sends all, one after the other; how many were accepted. */
  private static int send(
      HttpClient client, RedfishAccess redfish, BmcAccess bmc, List<List<String>> requests)
      throws IOException, InterruptedException {
    int accepted = 0;
    for (List<String> request : requests) {
      HttpRequest.Builder builder = at(redfish, bmc, request.get(1));
      builder.header("Content-Type", "application/json");
      builder.method(request.get(0), HttpRequest.BodyPublishers.ofString(request.get(2)));
      int status = client.send(builder.build(), BodyHandlers.ofString()).statusCode();
      assertThat(status).isIn(200, 202, 204, 400, 409, 503);
      accepted += status < 300 ? 1 : 0;
    }
    return accepted;
  }

  private static String get(HttpClient client, RedfishAccess redfish, BmcAccess bmc)
      throws IOException, InterruptedException {
    return client.send(at(redfish, bmc, "").build(), BodyHandlers.ofString()).body();
  }

  private static HttpRequest.Builder at(RedfishAccess redfish, BmcAccess bmc, String path) {
    String pair = bmc.username() + ":" + bmc.password();
    return HttpRequest.newBuilder(URI.create(redfish.url() + "/redfish/v1/Systems/node-1" + path))
        .header(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  private static boolean isSettled(Node node) {
    NodeState state = node.status().state();
    return state instanceof NodeState.On || state instanceof NodeState.Off;
  }

  private static boolean isTaken(Event event) {
    return event.kind() == Event.Kind.COMMAND && !event.message().contains(REFUSED);
  }

  /** How many commands of a door were taken. */
  private static long count(List<Event> log, String door, String kind) {
    return log.stream()
        .filter(ContradictionTest::isTaken)
        .filter(event -> event.origin().startsWith(door) && event.message().startsWith(kind))
        .count();
  }

  private static boolean poweredAfter(List<Event> taken) {
    boolean powered = false;
    for (Event event : taken) {
      if (event.message().startsWith("power ")) {
        powered = !event.message().startsWith("power off");
      }
    }
    return powered;
  }

  /** What the override may be: the last one set; one for once also gone, if a start came after. */
  private static List<String> bootAfter(List<Event> log) {
    String last = "its own order";
    boolean started = false;
    for (Event event : log) {
      if (isTaken(event) && event.message().startsWith("boot from ")) {
        last = event.message().substring("boot from ".length(), event.message().lastIndexOf(':'));
        started = false;
      }
      started |= event.kind() == Event.Kind.POWER_ON || event.kind() == Event.Kind.RESET;
    }
    List<String> possible = new ArrayList<>(List.of(last));
    if (started && last.contains(" once")) {
      possible.add("its own order");
    }
    return possible;
  }

  private static String text(BootOverride boot) {
    return switch (boot.lifetime()) {
      case DISABLED -> "its own order";
      case ONCE -> word(boot) + " once";
      case CONTINUOUS -> word(boot);
    };
  }

  private static String word(BootOverride boot) {
    return switch (boot.device()) {
      case PXE -> "pxe";
      case DISK -> "disk";
      case CDROM -> "cdrom";
      default -> boot.device().name();
    };
  }
}
