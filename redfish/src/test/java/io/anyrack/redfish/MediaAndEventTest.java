package io.anyrack.redfish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.anyrack.fakemachine.FakeMachine;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.Origin;
import io.anyrack.redfish.TestRack.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Virtual media with their tasks, and events. */
final class MediaAndEventTest {
  private static final String DRIVE = "/redfish/v1/Systems/node-1/VirtualMedia/Cd";
  private static final String INSERT = DRIVE + "/Actions/VirtualMedia.InsertMedia";
  private static final String EJECT = DRIVE + "/Actions/VirtualMedia.EjectMedia";
  private static final String IMAGE = "{\"Image\": \"http://192.0.2.1/a.iso\"}";

  @TempDir private Path directory;
  private TestRack rack;

  @BeforeEach
  void open() {
    rack = new TestRack(directory, 3);
  }

  @AfterEach
  void close() {
    rack.close();
  }

  @Test
  void insertsAndEjects() {
    assertThat(rack.post(INSERT, IMAGE).status()).isEqualTo(204);
    Answer drive = rack.get("/redfish/v1/Managers/node-1/VirtualMedia/Cd");
    assertThat(drive.at("/Inserted")).isEqualTo("true");
    assertThat(drive.at("/Image")).isEqualTo("http://192.0.2.1/a.iso");
    assertThat(rack.post(EJECT, "").status()).isEqualTo(204);
    assertThat(rack.get(DRIVE).at("/Inserted")).isEqualTo("false");
  }

  @Test
  void whatTakesLongerIsATask() {
    FakeMachine machine = rack.machine("node-1");
    machine.pace.drainPermits();

    Answer answer = rack.post(INSERT, IMAGE);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Retry-After")).hasValue("1");
    String monitor = answer.header("Location").orElseThrow();
    String task = answer.at("/@odata.id");
    assertThat(answer.at("/TaskMonitor")).isEqualTo(monitor);
    Answer waiting = rack.get(monitor);
    assertThat(waiting.status()).isEqualTo(202);
    assertThat(waiting.header("Location")).hasValue(monitor);
    assertThat(waiting.header("Retry-After")).hasValue("1");
    assertThat(waiting.at("/@odata.id")).isEqualTo(task);
    assertThat(rack.get(task).at("/TaskState")).isEqualTo("Running");
    assertThat(rack.get("/redfish/v1/TaskService/Tasks").at("/Members/0/@odata.id"))
        .isEqualTo(task);
    Answer busy = rack.post(EJECT, "");
    assertThat(busy.status()).isEqualTo(503);
    assertThat(busy.header("Retry-After")).hasValue("2");
    machine.pace.release();
    TestRack.await(() -> rack.get(monitor).status() == 204);
    Answer done = rack.get(task);
    assertThat(done.at("/TaskState")).isEqualTo("Completed");
    assertThat(done.at("/TaskStatus")).isEqualTo("OK");
    assertThat(done.at("/PercentComplete")).isEqualTo("100");
    assertThat(done.at("/EndTime")).endsWith("Z");
    assertThat(rack.send("DELETE", monitor, "").status()).as("nothing to break off").isEqualTo(405);
    assertThat(rack.send("DELETE", task, "").status()).isEqualTo(204);
    assertThat(rack.get(task).status()).isEqualTo(404);
    assertThat(rack.get(monitor).status()).isEqualTo(404);
  }

  @Test
  void aTaskThatFailsSaysWhy() {
    FakeMachine machine = rack.machine("node-1");
    machine.pace.drainPermits();
    Answer answer = rack.post(INSERT, IMAGE);
    assertThat(answer.status()).isEqualTo(202);

    machine.fault = Optional.of("no such image");
    machine.pace.release();

    String monitor = answer.header("Location").orElseThrow();
    TestRack.await(() -> rack.get(monitor).status() == 400);
    assertThat(rack.get(monitor).messages()).containsExactly("ActionParameterValueFormatError");
    Answer task = rack.get(answer.at("/@odata.id"));
    assertThat(task.at("/TaskState")).isEqualTo("Exception");
    assertThat(task.at("/TaskStatus")).isEqualTo("Warning");
    assertThat(task.at("/Messages/0/Resolution")).contains("no such image");
  }

  @Test
  void aFaultOfSomethingElseFailsNoTask() {
    FakeMachine machine = rack.machine("node-1");
    machine.pace.drainPermits();
    Answer answer = rack.post(INSERT, IMAGE);
    assertThat(answer.status()).isEqualTo(202);

    rack.node("node-1")
        .events()
        .append(Event.Kind.FAULT, "the DHCP server is away", new Origin("service", ""));
    machine.pace.release();

    String monitor = answer.header("Location").orElseThrow();
    TestRack.await(() -> rack.get(monitor).status() != 202);
    assertThat(rack.get(monitor).status()).isEqualTo(204);
    assertThat(rack.get(DRIVE).at("/Inserted")).isEqualTo("true");
  }

  @Test
  void anImageThatCannotBeTakenOutStays() {
    assertThat(rack.post(INSERT, IMAGE).status()).isEqualTo(204);
    rack.machine("node-1").fault = Optional.of("the tray is locked");

    Answer answer = rack.post(EJECT, "");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/error/@Message.ExtendedInfo/0/Resolution"))
        .isEqualTo(
            "The node says: http://192.0.2.1/a.iso stays in the CD drive: the tray is locked.");
    assertThat(rack.get(DRIVE).at("/Inserted")).isEqualTo("true");
  }

  @Test
  void aTaskIsNotShownToOtherNodes() {
    rack.machine("node-1").pace.drainPermits();
    String task = rack.post(INSERT, IMAGE).at("/@odata.id");

    rack.as("admin", "node-2-secret");

    assertThat(rack.get(task).status()).isEqualTo(404);
    assertThat(rack.send("DELETE", task, "").status()).isEqualTo(404);
    assertThat(rack.get("/redfish/v1/TaskService/Tasks").at("/Members@odata.count")).isEqualTo("0");
    rack.machine("node-1").pace.release();
  }

  @Test
  void anImageThatCannotBeHadIsTheClientsError() {
    rack.machine("node-1").fault = Optional.of("no such image");

    Answer answer = rack.post(INSERT, IMAGE);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/error/@Message.ExtendedInfo/0/Resolution")).contains("no such image");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Image': 'file:///etc/passwd'}                          |"
            + " ActionParameterValueFormatError",
        "{'Image': 'nonsense'}                                    |"
            + " ActionParameterValueFormatError",
        "{'Image': 7}                                             | ActionParameterValueTypeError",
        "{'Image': 'http://h/a', 'UserName': 'a'}                 | ActionParameterNotSupported",
        "{'Image': 'http://h/a', 'WriteProtected': false}         | ActionParameterValueNotInList",
        "{'Image': 'http://h/a', 'TransferMethod': 'Upload'}      | ActionParameterValueNotInList",
        "{'Nonsense': 1, 'Image': 'http://h/a'}                   | ActionParameterUnknown",
      })
  void refusesWhatADriveCannot(String body, String message) {
    Answer answer = rack.post(INSERT, body.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.messages()).containsExactly(message);
  }

  @Test
  void onlyImagesOfTheRackFileWhereItNamesSome() {
    String drive = "/redfish/v1/Systems/node-3/VirtualMedia/Cd";
    String insert = drive + "/Actions/VirtualMedia.InsertMedia";

    assertThat(rack.get(drive + "/InsertMediaActionInfo").at("/Parameters/0/AllowableValues"))
        .isEqualTo("[\"" + TestRack.IMAGE + "\"]");
    Answer refused = rack.post(insert, IMAGE);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.messages()).containsExactly("ActionParameterValueNotInList");
    assertThat(rack.post(insert, "{\"Image\": \"" + TestRack.IMAGE + "\"}").status())
        .isEqualTo(204);
    assertThat(rack.get(drive).at("/Image")).isEqualTo(TestRack.IMAGE.toString());
  }

  @Test
  void deprecatedLinksOnlyWhereTheRackFileWantsThem() {
    assertThat(rack.get("/redfish/v1/Managers/node-1").at("/VirtualMedia/@odata.id"))
        .isEqualTo("/redfish/v1/Systems/node-1/VirtualMedia");
    assertThat(rack.get("/redfish/v1/Managers/node-3").json().has("VirtualMedia")).isFalse();
    assertThat(rack.get("/redfish/v1/Systems/node-3").at("/VirtualMedia/@odata.id"))
        .isEqualTo("/redfish/v1/Systems/node-3/VirtualMedia");
  }

  @Test
  void postsEventsToSubscribers() throws IOException {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer subscriber =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    subscriber.createContext(
        "/",
        exchange -> {
          received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    subscriber.start();
    try {
      Answer answer =
          rack.post(
              "/redfish/v1/EventService/Subscriptions",
              """
              {"Destination": "http://127.0.0.1:%d/", "Protocol": "Redfish", "Context": "mine"}
              """
                  .formatted(subscriber.getAddress().getPort()));
      assertThat(answer.status()).isEqualTo(201);

      rack.reset("node-1", "On");

      TestRack.await(() -> !received.isEmpty());
      assertThat(received.getFirst())
          .contains("ResourceEvent.1.4.ResourcePoweredOn")
          .contains("\"Context\":\"mine\"")
          .contains("/redfish/v1/Systems/node-1");
      String subscription = answer.header("Location").orElseThrow();
      assertThat(rack.send("DELETE", subscription, "").status()).isEqualTo(204);
      assertThat(rack.get(subscription).status()).isEqualTo(404);
    } finally {
      subscriber.stop(0);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "?$filter=EventFormatType%20eq%20Event, 501, QueryParameterUnsupported",
    "?$expand=.,                            400, QueryNotSupportedOnResource",
  })
  void aStreamTakesNoOptions(String query, int status, String message) {
    Answer answer = rack.get("/redfish/v1/EventService/SSE" + query);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.messages()).containsExactly(message);
    Answer head = rack.send("HEAD", "/redfish/v1/EventService/SSE", "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Type")).hasValue("text/event-stream;charset=utf-8");
    assertThat(rack.get("/redfish/v1/EventService/Subscriptions").at("/Members@odata.count"))
        .isEqualTo("0");
  }

  @ParameterizedTest(name = "Accept: {0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "text/event-stream                         | 200",
        "TEXT/Event-Stream; charset=utf-8          | 200",
        "application/json, text/event-stream;q=0.5 | 200",
        "text/*                                    | 200",
        "application/json;q=0.9, */*               | 200",
        "application/json                          | 406",
        "application/json, text/html               | 406",
      })
  void aStreamIsForThoseWhoTakeEvents(String accept, int status) {
    Answer head = rack.send("HEAD", "/redfish/v1/EventService/SSE", "", "Accept", accept);

    assertThat(head.status()).isEqualTo(status);
  }

  @Test
  void tellsWhoTakesJsonAloneThatThereIsNone() {
    Answer answer =
        rack.send("GET", "/redfish/v1/EventService/SSE", "", "Accept", "application/json");

    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.messages()).containsExactly("HeaderInvalid");
    assertThat(rack.get("/redfish/v1/EventService/Subscriptions").at("/Members@odata.count"))
        .isEqualTo("0");
  }

  @Test
  void streamsEvents() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              HttpRequest.newBuilder(rack.uri("/redfish/v1/EventService/SSE"))
                  .header("Authorization", TestRack.basic("admin", "node-1-secret"))
                  .build(),
              BodyHandlers.ofInputStream());
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
        assertThat(lines.readLine()).isEqualTo(": events follow");
        rack.reset("node-2", "On");
        rack.reset("node-1", "On");
        String line = lines.readLine();
        while (!line.startsWith("data:")) {
          line = lines.readLine();
        }
        assertThat(line).contains("/redfish/v1/Systems/node-1").contains("PoweredOn");
        assertThat(lines.readLine()).as("between events").isEmpty();

        Answer subscriptions = rack.get("/redfish/v1/EventService/Subscriptions");
        assertThat(subscriptions.at("/Members@odata.count")).isEqualTo("1");
        String subscription = subscriptions.at("/Members/0/@odata.id");
        Answer stream = rack.get(subscription);
        assertThat(stream.at("/SubscriptionType")).isEqualTo("SSE");
        assertThat(line).contains("\"Context\":\"" + stream.at("/Context") + "\"");
        assertThat(rack.send("DELETE", subscription, "").status()).isEqualTo(204);
        String rest = lines.readLine();
        while (rest != null) {
          assertThat(rest).as("nothing but comments until the end").matches("|:.*");
          rest = lines.readLine();
        }
      }
      client.shutdownNow();
    }
  }
}
