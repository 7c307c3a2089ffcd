package io.anyrack.openstack.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.openstack.Waiting;
import io.anyrack.openstack.cloud.ScriptedCloud;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class TransportTest {
  private static final String SERVER = "GET /compute/v2.1/servers/1";
  private static final String CREATE = "POST /network/v2.0/ports";
  private static final String FOUND = "{\"server\": {\"id\": \"1\", \"status\": \"ACTIVE\"}}";

  private final ScriptedCloud cloud = new ScriptedCloud();
  private final Project project = cloud.project();

  @AfterEach
  void end() {
    project.close();
    cloud.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 429, 500, 502, 503, 504})
  void asksAgainWhenTheCloudIsBusyOrGone(int status) {
    cloud.answer(SERVER, status, "busy").answer(SERVER, 200, FOUND);

    assertThat(project.nova().server("1").status()).isEqualTo("ACTIVE");
  }

  @Test
  void givesUpAfterAllAttempts() {
    cloud.answer(SERVER, 503, "<html><body>maintenance</body></html>");

    assertThatThrownBy(() -> project.nova().server("1"))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("the cloud's compute service answered 503 to GET servers/1: maintenance");
    assertThat(cloud.asked(SERVER)).hasSize(3);
  }

  /** What the cloud asks for is waited for, where it is not much. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"17, 17", "60, 60", "0, 0", "soon, 0"})
  void waitsAsLongAsTheCloudAsks(String after, long seconds) {
    cloud.answer(SERVER, 503, "busy", Map.of("Retry-After", after)).answer(SERVER, 200, FOUND);
    List<Duration> pauses = new ArrayList<>();

    patient(pauses).at("servers/{id}", "1").get();

    assertThat(pauses)
        .singleElement()
        .satisfies(
            pause ->
                assertThat(pause)
                    .isBetween(
                        Duration.ofSeconds(seconds), Duration.ofSeconds(Math.max(8, seconds))));
  }

  @Test
  void failsAtOnceWhereTheCloudAsksForLongAndSaysUntilWhen() {
    cloud.answer(SERVER, 503, "busy", Map.of("Retry-After", "90")).answer(SERVER, 200, FOUND);
    List<Duration> pauses = new ArrayList<>();

    assertThatThrownBy(() -> patient(pauses).at("servers/{id}", "1").get())
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("answered 503 to GET servers/1: busy; it wants to be asked again")
        .hasMessageContaining("after 90 s, at 20");

    assertThat(pauses).isEmpty();
    assertThat(cloud.asked(SERVER)).hasSize(1);
  }

  /** With the usual limits; no time passes. */
  private ServiceClient patient(List<Duration> pauses) {
    Authenticator nobody =
        new Authenticator() {
          @Override
          public Secret token() {
            throw new IllegalStateException("needs no token");
          }

          @Override
          public void rejected(Secret stale) {}
        };
    Transport transport =
        new Transport(
            HttpClient.newHttpClient(),
            nobody,
            CallJournal.NONE,
            Limits.USUAL,
            pauses::add,
            new Random(1),
            InstantSource.system());
    return new ServiceClient(
        transport,
        new Endpoint.Fixed("compute", URI.create(cloud.url() + "/compute/v2.1/"), false));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void repeatsACreationTheCloudRefusedForNow(int status) {
    cloud.answer(CREATE, status, "busy").answer(CREATE, 201, "{\"port\": {\"id\": \"p\"}}");

    assertThat(project.neutron().ports().create(attributes()).id()).isEqualTo("p");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 502, 504})
  void neverRepeatsACreationTheCloudMayHaveActedOn(int status) {
    cloud.answer(CREATE, status, "oh");

    assertThatThrownBy(() -> project.neutron().ports().create(attributes()))
        .isInstanceOf(UnavailableException.class);
    assertThat(cloud.asked(CREATE)).hasSize(1);
  }

  private static ObjectNode attributes() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Test
  void logsInOnceForManyWhoseTokenIsRefused() throws Exception {
    cloud
        .forget("POST /v3/auth/tokens")
        .answer("POST /v3/auth/tokens", 201, cloud.login("token-1", List.of()))
        .answer("POST /v3/auth/tokens", 201, cloud.login("token-2", List.of()))
        .answer("POST /v3/auth/tokens", 500, "a third login");
    cloud.answer(SERVER, 200, FOUND);
    project.nova().server("1");
    cloud.refuse("token-1");

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Server>> answers =
          IntStream.range(0, 20)
              .mapToObj(_ -> threads.submit(() -> project.nova().server("1")))
              .toList();
      for (Future<Server> answer : answers) {
        assertThat(answer.get().status()).isEqualTo("ACTIVE");
      }
    }

    assertThat(cloud.asked("POST /v3/auth/tokens")).hasSize(2);
  }

  /** Whoever breaks off must know what came of it. */
  @Test
  void theAnswerToACreationIsWaitedForWhoeverInterrupts() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    cloud.answer(CREATE, 201, "{\"port\": {\"id\": \"p\"}}").hold(CREATE, busy);
    CompletableFuture<String> made = new CompletableFuture<>();
    Thread maker =
        Thread.ofVirtual()
            .start(
                () -> {
                  String id = project.neutron().ports().create(attributes()).id();
                  made.complete(id + " " + Thread.currentThread().isInterrupted());
                });
    Waiting.until(() -> !cloud.asked(CREATE).isEmpty());

    maker.interrupt();
    busy.countDown();

    assertThat(made.get()).isEqualTo("p true");
  }

  @Test
  void whatOnlyReadsIsBrokenOff() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    cloud.answer(SERVER, 200, FOUND).hold(SERVER, busy);
    CompletableFuture<String> failed = new CompletableFuture<>();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    failed.complete("found " + project.nova().server("1").id());
                  } catch (UnavailableException e) {
                    failed.complete(e.getMessage());
                  }
                });
    Waiting.until(() -> !cloud.asked(SERVER).isEmpty());

    reader.interrupt();

    assertThat(failed.get()).contains("interrupted");
    busy.countDown();
  }

  @Test
  void aBusyServiceIsSparedAndKeepsNobodyFromAnother() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    cloud.answer(SERVER, 200, FOUND).hold(SERVER, busy);
    cloud.answer("GET /image/v2/images", 200, "{\"images\": []}");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Server>> answers =
          IntStream.range(0, ScriptedCloud.AT_ONCE + 4)
              .mapToObj(_ -> threads.submit(() -> project.nova().server("1")))
              .toList();
      Waiting.until(() -> cloud.asked(SERVER).size() >= ScriptedCloud.AT_ONCE);

      assertThat(project.glance().images()).isEmpty();
      assertThat(cloud.asked(SERVER)).hasSize(ScriptedCloud.AT_ONCE);

      busy.countDown();
      for (Future<Server> answer : answers) {
        assertThat(answer.get().status()).isEqualTo("ACTIVE");
      }
    }
  }

  @Test
  void aTokenRefusedAgainIsTold() {
    cloud.answer(SERVER, 401, "{\"error\": {\"message\": \"no\", \"code\": 401}}");

    assertThatThrownBy(() -> project.nova().server("1"))
        .isInstanceOf(ApiException.class)
        .hasMessage("the cloud's compute service answered 401 to GET servers/1: no");
    assertThat(cloud.asked(SERVER)).hasSize(2);
  }

  @Test
  void aWrongPasswordIsTriedOnceAndTold() {
    cloud
        .forget("POST /v3/auth/tokens")
        .answer("POST /v3/auth/tokens", 401, "{\"error\": {\"message\": \"Invalid\"}}");

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(project::id)
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("Keystone refuses user demo of domain default")
          .hasMessageContaining("Invalid")
          .hasMessageNotContaining("pa55word");
    }
    assertThat(cloud.asked("POST /v3/auth/tokens")).hasSize(1);
  }

  @Test
  void secretsAreInNoMessage() {
    cloud.answer(SERVER, 400, "{\"badRequest\": {\"message\": \"bad token token-1\"}}");

    assertThatThrownBy(() -> project.nova().server("1"))
        .hasMessageContaining("bad token ******")
        .hasMessageNotContaining("token-1");
    assertThat(project.keystone().token().toString()).doesNotContain("token-1");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        argumentSet(
            "Nova: not found",
            404,
            "{\"itemNotFound\": {\"code\": 404, \"message\": \"Instance 1 could not be found.\"}}",
            NotFoundException.class,
            "Instance 1 could not be found."),
        argumentSet(
            "Nova: state",
            409,
            "{\"conflictingRequest\": {\"code\": 409, \"message\": \"Cannot 'stop'\"}}",
            ConflictException.class,
            "Cannot 'stop'"),
        argumentSet(
            "Nova: quota",
            403,
            "{\"forbidden\": {\"message\": \"Quota exceeded for cores: Requested 1\"}}",
            OverQuotaException.class,
            "Quota exceeded for cores"),
        argumentSet(
            "Nova: policy",
            403,
            "{\"forbidden\": {\"message\": \"Policy doesn't allow it\"}}",
            ForbiddenException.class,
            "Policy doesn't allow it"),
        argumentSet(
            "Neutron: quota",
            409,
            "{\"NeutronError\": {\"type\": \"OverQuota\", \"message\": \"for resources:"
                + " ['port']\"}}",
            OverQuotaException.class,
            "for resources: ['port']"),
        argumentSet(
            "Cinder: quota",
            413,
            "{\"overLimit\": {\"message\": \"VolumeLimitExceeded\"}}",
            OverQuotaException.class,
            "VolumeLimitExceeded"),
        argumentSet(
            "Glance: HTML in JSON",
            409,
            "{\"message\": \"in use<br /><br />\\n\", \"code\": \"409 Conflict\"}",
            ConflictException.class,
            "in use"),
        argumentSet(
            "a proxy",
            403,
            "<html><head><style>p {}</style></head><p>go away</p></html>",
            ForbiddenException.class,
            "go away"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void tellsWhatTheCloudSaid(int status, String body, Class<?> kind, String says) {
    cloud.answer(SERVER, status, body, Map.of("x-openstack-request-id", "req-77"));

    assertThatThrownBy(() -> project.nova().server("1"))
        .isInstanceOf(kind)
        .hasMessageContaining("answered " + status + " to GET servers/1: " + says)
        .hasMessageEndingWith("(req-77)");
  }

  @Test
  void anAnswerThatIsTooLargeIsRefused() {
    cloud.answer(SERVER, 200, "x".repeat((1 << 20) + 1));

    assertThatThrownBy(() -> project.nova().server("1"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("did not answer GET servers/1");
  }

  @Test
  void countsEachAttemptByPathTemplate() {
    cloud.answer(SERVER, 503, "busy").answer(SERVER, 200, FOUND);

    project.nova().server("1");

    assertThat(project.calls().byKind())
        .containsOnly(
            Map.entry("compute GET servers/{id}", 2),
            Map.entry("compute GET ", 1),
            Map.entry("identity POST auth/tokens", 1));
    assertThat(project.calls().waited()).isPositive();
  }
}
