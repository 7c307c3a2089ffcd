package io.anyrack.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contradictory commands at once by IPMI (the real ipmitool) and by several Redfish clients, which
 * say whole boot overrides or parts of them: each client is told what became of its commands, and
 * the node ends as if all of them had come one after the other, in the order of its event log.
 */
final class ContradictionTest {
  private static final int COMMANDS = 40;
  private static final List<String> USERS = List.of("first", "second", "third");
  private static final String PASSWORD = "long-enough";
  private static final String SYSTEM = "/redfish/v1/Systems/node-1";
  private static final String REFUSED = ": refused";

  @TempDir Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void someOrderExplainsTheEnd(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> overIpmi = random.ints(COMMANDS, 0, 9).mapToObj(this::ipmi).toList();
    Map<String, List<Asked>> overRedfish = new LinkedHashMap<>();
    for (String user : USERS) {
      overRedfish.put(user, random.ints(COMMANDS, 0, 13).mapToObj(this::redfish).toList());
    }
    try (RunningRack running = new RunningRack(directory, new FakeSite());
        HttpClient client = HttpClient.newHttpClient();
        ExecutorService doors = Executors.newVirtualThreadPerTaskExecutor()) {
      running.apply(RunningRack.rack(1, "{ redfish: { tls: false } }"));
      BmcAccess bmc = running.service.bmc("node-1").orElseThrow();
      RedfishAccess redfish = running.service.redfish("node-1").orElseThrow();
      Node node = running.service.node("node-1").orElseThrow();
      for (String user : USERS) {
        addUser(client, redfish, bmc, user);
      }

      Future<String> said = doors.submit(() -> ipmitool(bmc, overIpmi));
      Map<String, Future<List<Asked>>> sent = new LinkedHashMap<>();
      overRedfish.forEach(
          (user, requests) ->
              sent.put(
                  user,
                  doors.submit(
                      () -> send(client, redfish, bmc.withUser(user, PASSWORD), requests))));
      String output = said.get();
      int accepted = 0;
      Map<String, Queue<BootReplay.Wish>> wishes = new LinkedHashMap<>();
      for (Map.Entry<String, Future<List<Asked>>> each : sent.entrySet()) {
        List<Asked> taken = each.getValue().get();
        accepted += taken.size();
        wishes.put(
            each.getKey(),
            new ArrayDeque<>(taken.stream().flatMap(asked -> asked.wish().stream()).toList()));
      }
      RunningRack.await(() -> isSettled(node));

      List<Event> log = node.events().events();
      assertThat(count(log, "ipmi", "power"))
          .as(output)
          .isEqualTo(output.lines().filter(line -> line.startsWith("Chassis Power")).count());
      assertThat(USERS.stream().mapToLong(user -> count(log, "redfish " + user + "@", "")).sum())
          .isEqualTo(accepted)
          .isPositive();
      List<Event> taken = log.stream().filter(ContradictionTest::isTaken).toList();
      assertThat(node.status().powered()).isEqualTo(poweredAfter(taken));
      assertThat(running.site.of("node-1").running).isEqualTo(node.status().powered());
      assertThat(new BootReplay(wishes).after(log)).contains(BootReplay.bare(node.status().boot()));

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
      case 7 -> "chassis bootdev pxe options=efiboot";
      default -> "chassis bootdev disk options=persistent";
    };
  }

  /** A request: method, path below the system, body; and what it says of the boot override. */
  private record Asked(String method, String path, String body, Optional<BootReplay.Wish> wish) {}

  private Asked redfish(int kind) {
    return switch (kind) {
      case 0 -> reset("On");
      case 1 -> reset("ForceOff");
      case 2 -> reset("PowerCycle");
      case 3 -> reset("ForceRestart");
      case 4 -> boot(Optional.of(Device.CDROM), Optional.of(Lifetime.ONCE), Optional.empty());
      case 5 -> boot(Optional.of(Device.PXE), Optional.of(Lifetime.CONTINUOUS), Optional.empty());
      case 6 -> boot(Optional.of(Device.PXE), Optional.of(Lifetime.ONCE), Optional.of(Mode.UEFI));
      case 7 -> boot(Optional.of(Device.DISK), Optional.empty(), Optional.empty());
      case 8 -> boot(Optional.of(Device.CDROM), Optional.empty(), Optional.empty());
      case 9 -> boot(Optional.empty(), Optional.of(Lifetime.ONCE), Optional.empty());
      case 10 -> boot(Optional.empty(), Optional.of(Lifetime.CONTINUOUS), Optional.empty());
      case 11 -> boot(Optional.empty(), Optional.empty(), Optional.of(Mode.UEFI));
      default -> boot(Optional.of(Device.PXE), Optional.empty(), Optional.of(Mode.LEGACY));
    };
  }

  private static Asked reset(String type) {
    return new Asked(
        "POST",
        "/Actions/ComputerSystem.Reset",
        "{\"ResetType\": \"%s\"}".formatted(type),
        Optional.empty());
  }

  private static Asked boot(
      Optional<Device> device, Optional<Lifetime> lifetime, Optional<Mode> mode) {
    BootReplay.Wish wish = new BootReplay.Wish(device, lifetime, mode);
    return new Asked("PATCH", "", wish.json(), Optional.of(wish));
  }

  private static void addUser(HttpClient client, RedfishAccess redfish, BmcAccess bmc, String user)
      throws IOException, InterruptedException {
    String body =
        """
        {"UserName": "%s", "Password": "%s", "RoleId": "Administrator"}
        """
            .formatted(user, PASSWORD);
    HttpRequest request =
        at(redfish, bmc, "/redfish/v1/AccountService/Accounts")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
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

  /** Sends all, one after the other; those that were accepted. */
  private static List<Asked> send(
      HttpClient client, RedfishAccess redfish, BmcAccess user, List<Asked> requests)
      throws IOException, InterruptedException {
    List<Asked> accepted = new ArrayList<>();
    for (Asked asked : requests) {
      HttpRequest.Builder builder = at(redfish, user, SYSTEM + asked.path());
      builder.header("Content-Type", "application/json");
      builder.method(asked.method(), HttpRequest.BodyPublishers.ofString(asked.body()));
      int status = client.send(builder.build(), BodyHandlers.ofString()).statusCode();
      assertThat(status).isIn(200, 202, 204, 400, 409, 503);
      if (status < 300) {
        accepted.add(asked);
      }
    }
    return accepted;
  }

  private static String get(HttpClient client, RedfishAccess redfish, BmcAccess bmc)
      throws IOException, InterruptedException {
    return client.send(at(redfish, bmc, SYSTEM).build(), BodyHandlers.ofString()).body();
  }

  private static HttpRequest.Builder at(RedfishAccess redfish, BmcAccess bmc, String path) {
    String pair = bmc.username() + ":" + bmc.password();
    return HttpRequest.newBuilder(URI.create(redfish.url() + path))
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
}
