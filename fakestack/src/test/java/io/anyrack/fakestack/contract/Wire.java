package io.anyrack.fakestack.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** A few lines of plain HTTP to a cloud, so that what is asserted is what is on the wire. */
final class Wire implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Access access;
  private final Map<String, String> endpoints = new HashMap<>();
  private final Deque<String[]> cleanup = new ArrayDeque<>();
  private String token = "";
  String projectId = "";
  String userId = "";

  Wire(Access access) {
    this.access = access;
    use(
        login(
            """
            {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "%s", "password": "%s",
             "domain": {"name": "Default"}}}},
             "scope": {"project": {"name": "%s", "domain": {"name": "Default"}}}}}
            """
                .formatted(access.user(), access.password(), access.project())));
  }

  /** Another login at the same cloud. */
  Wire(Access access, String loginBody) {
    this.access = access;
    use(login(loginBody));
  }

  Reply login(String body) {
    return send("POST", access.authUrl() + "/auth/tokens", body, Map.of());
  }

  private void use(Reply reply) {
    assertThat(reply.status()).as("login: %s", reply).isEqualTo(201);
    token = reply.headers().firstValue("X-Subject-Token").orElseThrow();
    projectId = reply.text("/token/project/id");
    userId = reply.text("/token/user/id");
    for (JsonNode service : reply.at("/token/catalog")) {
      for (JsonNode endpoint : service.path("endpoints")) {
        if (endpoint.path("interface").asString().equals("public")) {
          endpoints.put(service.path("type").asString(), endpoint.path("url").asString());
        }
      }
    }
  }

  String token() {
    return token;
  }

  Access access() {
    return access;
  }

  Optional<String> endpoint(String type) {
    return Optional.ofNullable(endpoints.get(type));
  }

  Reply get(String service, String path) {
    return call(service, "GET", path, "");
  }

  Reply post(String service, String path, String body) {
    return call(service, "POST", path, body);
  }

  Reply put(String service, String path, String body) {
    return call(service, "PUT", path, body);
  }

  Reply delete(String service, String path) {
    return call(service, "DELETE", path, "");
  }

  Reply call(String service, String method, String path, String body) {
    return call(service, method, path, body, "2.93");
  }

  Reply call(String service, String method, String path, String body, String microversion) {
    Map<String, String> headers = new HashMap<>(Map.of("X-Auth-Token", token));
    if (service.equals("compute")) {
      headers.put("OpenStack-API-Version", "compute " + microversion);
    }
    return send(method, url(service, path), body, headers);
  }

  /** The catalogue has Neutron and Glance without their versions. */
  private String url(String service, String path) {
    String base =
        endpoint(service).orElseThrow(() -> new IllegalArgumentException("no " + service));
    return switch (service) {
      case "network" -> base + "/v2.0" + path;
      case "image" -> base + "/v2" + path;
      default -> base + path;
    };
  }

  Reply send(String method, String url, String body, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    if (!body.isEmpty()) {
      all.putIfAbsent("Content-Type", "application/json");
    }
    return send(
        method, url, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body), all);
  }

  Reply send(String method, String url, BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(2));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          http.send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Reply upload(String imageId, byte[] content, String type) {
    return send(
        "PUT",
        url("image", "/images/" + imageId + "/file"),
        BodyPublishers.ofByteArray(content),
        Map.of("X-Auth-Token", token, "Content-Type", type));
  }

  /** Makes a resource that {@link #close} deletes again; the resource. */
  JsonNode make(String service, String path, String singular, String body) {
    Reply reply = post(service, path, body);
    assertThat(reply.status()).as("POST %s: %s", path, reply).isIn(200, 201, 202);
    JsonNode made = singular.isEmpty() ? reply.json() : reply.json().path(singular);
    String id = made.path(singular.equals("keypair") ? "name" : "id").asString();
    cleanup.push(new String[] {service, path + "/" + id});
    return made;
  }

  /** Waits until an answer is as wanted. */
  Reply await(String what, Supplier<Reply> ask, Predicate<Reply> wanted) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      Reply reply = ask.get();
      if (wanted.test(reply)) {
        return reply;
      }
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(what + " did not come: " + reply.body());
      }
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(access.authUrl().contains("127.0.0.1") ? 2 : 500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Leaves what was made where it is: its cloud goes as a whole. */
  void abandon() {
    cleanup.clear();
    http.close();
  }

  /**
   * Deletes what was made, the last first; waits until servers and volumes are gone, since others
   * depend on them.
   */
  @Override
  public void close() {
    List<String> left = new ArrayList<>();
    while (!cleanup.isEmpty()) {
      String[] each = cleanup.pop();
      Reply reply = delete(each[0], each[1]);
      if (reply.status() >= 400 && reply.status() != 404) {
        left.add(each[1] + ": " + reply);
      } else if (each[0].equals("block-storage") || each[1].startsWith("/servers/")) {
        await(each[1] + " gone", () -> get(each[0], each[1]), gone -> gone.status() == 404);
      }
    }
    http.close();
    assertThat(left).as("left behind").isEmpty();
  }
}
