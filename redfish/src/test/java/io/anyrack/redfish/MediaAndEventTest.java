package io.anyrack.redfish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
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
    rack = new TestRack(directory, 2);
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
    String monitor = answer.header("Location").orElseThrow();
    assertThat(rack.get(monitor).status()).isEqualTo(202);
    assertThat(rack.get(answer.at("/@odata.id")).at("/TaskState")).isEqualTo("Running");
    assertThat(rack.post(EJECT, "").status()).isEqualTo(503);
    machine.pace.release();
    TestRack.await(() -> rack.get(monitor).status() == 204);
    assertThat(rack.get(answer.at("/@odata.id")).at("/TaskState")).isEqualTo("Completed");
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
      }
      client.shutdownNow();
    }
  }
}
