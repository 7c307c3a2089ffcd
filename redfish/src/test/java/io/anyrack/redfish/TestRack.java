package io.anyrack.redfish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakemachine.FakeMachine;
import io.anyrack.rack.account.AccountStore;
import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.node.FileEventLog;
import io.anyrack.rack.node.FileJournal;
import io.anyrack.rack.node.MachineNode;
import io.anyrack.rack.node.Timer;
import io.anyrack.redfish.inventory.ServedNode;
import io.anyrack.redfish.media.ImageShelf;
import io.anyrack.redfish.server.RedfishListener;
import io.anyrack.redfish.server.RedfishServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service on loopback with nodes over machines in memory. {@code node-1} starts with BIOS, the
 * others with UEFI; the password of a node is its name and "-secret", the rack's "rack-secret".
 */
final class TestRack implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The only one that the third node takes, which has no deprecated links. */
  static final URI IMAGE = URI.create("http://192.0.2.1/allowed.iso");

  /** Where the nodes' IPMI is said to be. */
  static final int IPMI = 623;

  /** The longest image that can be sent. */
  static final int MOST_OCTETS = 1 << 20;

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Map<String, FakeMachine> machines = new LinkedHashMap<>();
  private final Map<String, MachineNode> nodes = new LinkedHashMap<>();
  final RedfishService service;
  final FileEventLog events;
  private final RedfishServer server;
  private final RedfishListener listener;
  private final HttpClient client = HttpClient.newHttpClient();
  private String authorization = basic("admin", "rack-secret");

  TestRack(Path directory, int count) {
    this(directory, count, RedfishLimits.DEFAULT);
  }

  TestRack(Path directory, int count, RedfishLimits limits) {
    this(directory, count, limits, Optional.empty());
  }

  /** The same over TLS, with what its server shows. */
  TestRack(Path directory, int count, RedfishLimits limits, Optional<SSLContext> tls) {
    this(directory, count, limits, tls, MOST_OCTETS);
  }

  /** The same that takes images of another length. */
  TestRack(
      Path directory, int count, RedfishLimits limits, Optional<SSLContext> tls, long mostOctets) {
    events = new FileEventLog(directory.resolve("events.jsonl"), 100, Clock.systemUTC());
    service =
        new RedfishService(
            new UUID(1, 2),
            "0.1.0",
            events,
            new Common(
                new ImageShelf(node -> directory.resolve("images").resolve(node), mostOctets, 2)),
            Clock.systemUTC(),
            new SecureRandom(),
            limits);
    service.admit(accounts("rack-secret"));
    for (int i = 1; i <= count; i++) {
      service.serve(node(directory, i));
    }
    server = new RedfishServer(limits);
    listener =
        server.open(() -> service, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls);
  }

  private ServedNode node(Path directory, int number) {
    String name = "node-" + number;
    FakeMachine machine = new FakeMachine(name);
    machines.put(name, machine);
    Timer never = (_, _) -> () -> {};
    MachineNode node =
        new MachineNode(
            machine,
            new FileJournal(directory.resolve(name + ".json")),
            new FileEventLog(directory.resolve(name + ".jsonl"), 100, Clock.systemUTC()),
            Clock.systemUTC(),
            never,
            MachineNode.Limits.DEFAULT);
    node.attach(machine.observe());
    nodes.put(name, node);
    return new ServedNode(
        node,
        spec(name, number),
        new ServedNode.Bmc(
            new MacAddress(0x0016_3e00_1000L + number),
            Ipv4Address.parse("127.0.0.1"),
            Ipv4Address.parse("255.0.0.0"),
            Ipv4Address.parse("127.0.0.254"),
            IPMI),
        accounts(name + "-secret"),
        // Of the first only a guest that does not shut down is powered off.
        number == 1 ? Optional.of(Duration.ofSeconds(60)) : Optional.empty(),
        number == 3
            ? new BmcSpec.Redfish(0, false, false, List.of(IMAGE))
            : BmcSpec.Redfish.DEFAULT);
  }

  private static Accounts accounts(String password) {
    return new Accounts(
        "admin", new Secret(password), Accounts.DEFAULT_PLACES, AccountStore.inMemory());
  }

  private static NodeSpec spec(String name, int number) {
    List<Nic> nics = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      nics.add(
          new Nic(
              "net-" + i,
              new MacAddress(0x0016_3e00_2000L + number * 16L + i),
              Optional.empty(),
              Network.Guard.OFF,
              List.of(),
              List.of()));
    }
    return new NodeSpec(
        name,
        "node",
        2,
        1536,
        8L << 30,
        number == 1 ? Firmware.BIOS : Firmware.UEFI,
        NodeSpec.NetworkBoot.IPXE,
        nics,
        new NodeSpec.Identity("Anyrack", "Node", "S-" + number),
        new UUID(3, number),
        Optional.empty(),
        Optional.empty(),
        NodeSpec.Hosting.NONE);
  }

  FakeMachine machine(String name) {
    return Optional.ofNullable(machines.get(name)).orElseThrow();
  }

  MachineNode node(String name) {
    return Optional.ofNullable(nodes.get(name)).orElseThrow();
  }

  static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  /** From now on requests carry these credentials. */
  void as(String user, String password) {
    authorization = basic(user, password);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + listener.port() + path);
  }

  int port() {
    return listener.port();
  }

  /** An answer. */
  record Answer(int status, HttpResponse<String> response) {
    JsonNode json() {
      return JSON.readTree(response.body());
    }

    /** A value by its JSON pointer, as text. */
    String at(String pointer) {
      JsonNode value = json().at(pointer);
      assertThat(value.isMissingNode()).as(pointer + " of " + response.body()).isFalse();
      return value.isString() ? value.asString() : value.toString();
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /** The MessageIds of an error without registry and version. */
    List<String> messages() {
      List<String> ids = new ArrayList<>();
      json()
          .at("/error/@Message.ExtendedInfo")
          .forEach(each -> ids.add(each.path("MessageId").asString().replaceAll(".*\\.", "")));
      return ids;
    }
  }

  Answer get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  Answer post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  Answer patch(String path, String body, String... headers) {
    return send("PATCH", path, body, headers);
  }

  Answer reset(String node, String type) {
    return post(
        "/redfish/v1/Systems/" + node + "/Actions/ComputerSystem.Reset",
        "{\"ResetType\": \"" + type + "\"}");
  }

  /**
   * Sends a request; headers in pairs; a header {@code Authorization} replaces ours, empty: none.
   */
  Answer send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(DEADLINE)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.setHeader("Content-Type", "application/json");
    }
    return send(request, headers);
  }

  /** Sends a request with whatever body. */
  Answer send(HttpRequest.Builder request, String... headers) {
    request.setHeader("Authorization", authorization);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(request.build().toString(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    listener.close();
    server.close();
    nodes.values().forEach(MachineNode::close);
    client.close();
  }
}
