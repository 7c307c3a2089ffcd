package io.anyrack.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.RedfishAccess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Redfish as a rack opens it: beside IPMI, in one state with it, over TLS unless told otherwise.
 */
final class RedfishDoorTest {
  private static final String CLEAR = "{ redfish: { tls: false } }";

  @TempDir Path directory;

  private static HttpResponse<String> send(
      HttpClient client, String method, String url, String body, String user, String password)
      throws IOException, InterruptedException {
    String pair = user + ":" + password;
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String ipmitool(BmcAccess bmc, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "ipmitool", "-I", "lanplus", "-H", bmc.host(), "-p", Integer.toString(bmc.port())));
    command.addAll(List.of("-U", bmc.username(), "-E"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("IPMI_PASSWORD", bmc.password());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void bothDoorsSetAndReadOneBootOverride() throws IOException, InterruptedException {
    try (RunningRack running = new RunningRack(directory, new FakeSite());
        HttpClient client = HttpClient.newHttpClient()) {
      running.apply(RunningRack.rack(1, CLEAR));
      BmcAccess bmc = running.service.bmc("node-1").orElseThrow();
      RedfishAccess redfish = running.service.redfish("node-1").orElseThrow();
      String system = redfish.url() + "/redfish/v1/Systems/node-1";

      String body =
          """
          {"Boot": {"BootSourceOverrideTarget": "Pxe", "BootSourceOverrideEnabled": "Once",
                    "BootSourceOverrideMode": "UEFI"}}
          """;
      assertThat(send(client, "PATCH", system, body, bmc.username(), bmc.password()).statusCode())
          .isEqualTo(200);
      assertThat(ipmitool(bmc, "chassis", "bootparam", "get", "5"))
          .contains("Options apply to only next boot")
          .contains("BIOS EFI boot")
          .contains("Force PXE");

      ipmitool(bmc, "chassis", "bootdev", "disk", "options=persistent");
      assertThat(send(client, "GET", system, "", bmc.username(), bmc.password()).body())
          .contains("\"BootSourceOverrideTarget\":\"Hdd\"")
          .contains("\"BootSourceOverrideEnabled\":\"Continuous\"");
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPowerChangeByIpmiIsARedfishEventThatNobodyHasToAskFor()
      throws IOException, InterruptedException {
    try (RunningRack running = new RunningRack(directory, new FakeSite());
        HttpClient client = HttpClient.newHttpClient()) {
      running.apply(RunningRack.rack(1, CLEAR));
      BmcAccess bmc = running.service.bmc("node-1").orElseThrow();
      RedfishAccess redfish = running.service.redfish("node-1").orElseThrow();
      String pair = bmc.username() + ":" + bmc.password();
      HttpResponse<Stream<String>> stream =
          client.send(
              HttpRequest.newBuilder(URI.create(redfish.url() + "/redfish/v1/EventService/SSE"))
                  .header(
                      "Authorization",
                      "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
                  .build(),
              BodyHandlers.ofLines());
      try (Stream<String> lines = stream.body()) {
        Iterator<String> events = lines.iterator();
        assertThat(events.next()).isEqualTo(": events follow");
        ipmitool(bmc, "chassis", "power", "on");
        String event = events.next();
        while (!event.contains("ResourcePoweredOn")) {
          event = events.next();
        }
      }
    }
  }

  @Test
  void ofClientsWhoKnowTheSameVersionOneChangesIt() throws Exception {
    int clients = 8;
    try (RunningRack running = new RunningRack(directory, new FakeSite());
        HttpClient client = HttpClient.newHttpClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      running.apply(RunningRack.rack(1, CLEAR));
      RedfishAccess redfish = running.service.redfish("node-1").orElseThrow();
      BmcAccess bmc = running.service.bmc("node-1").orElseThrow();
      List<URI> roots =
          Stream.of(redfish.url(), redfish.rackUrl())
              .map(root -> URI.create(root + "/redfish/v1/Systems/node-1"))
              .toList();
      String pair = bmc.username() + ":" + bmc.password();
      String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
      for (int round = 0; round < 15; round++) {
        String etag =
            client
                .send(
                    HttpRequest.newBuilder(roots.getFirst()).header("Authorization", basic).build(),
                    BodyHandlers.ofString())
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        String body = "{\"Boot\": {\"HttpBootUri\": \"http://192.0.2.9/%d\"}}".formatted(round);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
          HttpRequest request =
              HttpRequest.newBuilder(roots.get(i % roots.size()))
                  .header("Authorization", basic)
                  .header("Content-Type", "application/json")
                  .header("If-Match", etag)
                  .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                  .build();
          answers.add(
              threads.submit(() -> client.send(request, BodyHandlers.ofString()).statusCode()));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
          statuses.add(answer.get());
        }
        assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
      }
    }
  }

  @Test
  void aResetOfABmcEndsItsSessionsAtBothRoots() throws IOException, InterruptedException {
    try (RunningRack running = new RunningRack(directory, new FakeSite());
        HttpClient client = HttpClient.newHttpClient()) {
      running.apply(RunningRack.rack(1, CLEAR));
      BmcAccess bmc = running.service.bmc("node-1").orElseThrow();
      RedfishAccess redfish = running.service.redfish("node-1").orElseThrow();
      String node = session(client, redfish.url(), bmc.username(), bmc.password());
      String among = session(client, redfish.rackUrl(), bmc.username(), bmc.password());
      String rack = session(client, redfish.rackUrl(), redfish.username(), redfish.password());

      String reset = redfish.rackUrl() + "/redfish/v1/Managers/node-1/Actions/Manager.Reset";
      assertThat(
              send(client, "POST", reset, "{}", redfish.username(), redfish.password())
                  .statusCode())
          .isEqualTo(204);

      assertThat(status(client, redfish.url(), node)).isEqualTo(401);
      assertThat(status(client, redfish.rackUrl(), among)).isEqualTo(401);
      assertThat(status(client, redfish.rackUrl(), rack)).as("who sees all nodes").isEqualTo(200);
    }
  }

  private static String session(HttpClient client, String root, String user, String password)
      throws IOException, InterruptedException {
    String body = "{\"UserName\": \"%s\", \"Password\": \"%s\"}".formatted(user, password);
    return send(client, "POST", root + "/redfish/v1/SessionService/Sessions", body, user, password)
        .headers()
        .firstValue("X-Auth-Token")
        .orElseThrow();
  }

  private static int status(HttpClient client, String root, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + "/redfish/v1/Systems"))
            .header("X-Auth-Token", token)
            .build();
    return client.send(request, BodyHandlers.ofString()).statusCode();
  }

  @Test
  void whoIsMadeByRedfishLogsInByIpmi() throws IOException, InterruptedException {
    try (RunningRack running = new RunningRack(directory, new FakeSite());
        HttpClient client = HttpClient.newHttpClient()) {
      running.apply(RunningRack.rack(1, CLEAR));
      BmcAccess bmc = running.service.bmc("node-1").orElseThrow();
      RedfishAccess redfish = running.service.redfish("node-1").orElseThrow();
      String body =
          """
          {"UserName": "second", "Password": "long-enough", "RoleId": "Administrator"}
          """;
      String accounts = redfish.url() + "/redfish/v1/AccountService/Accounts";
      assertThat(send(client, "POST", accounts, body, bmc.username(), bmc.password()).statusCode())
          .isEqualTo(201);
      assertThat(ipmitool(bmc.withUser("second", "long-enough"), "chassis", "power", "status"))
          .contains("Chassis Power is off");
    }
  }

  @Test
  void portsAndPasswordStayTheSameWhenTheServiceStartsAgain() {
    FakeSite site = new FakeSite();
    RedfishAccess before;
    try (RunningRack running = new RunningRack(directory, site)) {
      running.apply(RunningRack.rack(2, CLEAR));
      before = running.service.redfish("node-2").orElseThrow();
    }
    try (RunningRack running = new RunningRack(directory, site)) {
      running.service.resume();
      assertThat(running.service.redfish("node-2")).contains(before);
    }
  }

  @Test
  void aPortThatIsNoneIsChosenAnew() throws IOException {
    FakeSite site = new FakeSite();
    Path book;
    String before;
    try (RunningRack running = new RunningRack(directory, site)) {
      running.apply(RunningRack.rack(1, CLEAR));
      book = running.state.redfish();
      before = running.service.redfish("node-1").orElseThrow().url();
    }
    int port = URI.create(before).getPort();
    Files.writeString(book, Files.readString(book).replace(":" + port + "}", ":-1}"));
    assertThat(Files.readString(book)).contains(":-1}");
    try (RunningRack running = new RunningRack(directory, site)) {
      running.service.resume();
      String after = running.service.redfish("node-1").orElseThrow().url();
      assertThat(URI.create(after).getPort()).isPositive();
    }
  }

  @Test
  void theRacksOwnAuthorityVouchesForBothRoots()
      throws IOException, InterruptedException, GeneralSecurityException {
    try (RunningRack running = new RunningRack(directory, new FakeSite())) {
      running.apply(RunningRack.rack(1, "{}"));
      RedfishAccess redfish = running.service.redfish("node-1").orElseThrow();
      assertThat(Files.getPosixFilePermissions(running.state.root().resolve("redfish-tls.p12")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      try (HttpClient client =
          HttpClient.newBuilder().sslContext(trusting(redfish.authority().orElseThrow())).build()) {
        String path = "/redfish/v1/Systems";
        assertThat(
                send(client, "GET", redfish.rackUrl() + path, "", "admin", redfish.password())
                    .body())
            .contains("/redfish/v1/Systems/node-1");
        assertThat(send(client, "GET", redfish.url() + path, "", "admin", "wrong").statusCode())
            .isEqualTo(401);
      }
    }
  }

  private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "rack", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
