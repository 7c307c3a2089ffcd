package io.anyrack.fakestack.contract;

import io.anyrack.fakestack.FakeStack;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What tests of the fake cloud itself do over HTTP. */
public final class Session implements AutoCloseable {
  private final Wire wire;
  private final Ground ground;

  /** Logs in as the first project's user, and makes an image and a network. */
  public Session(FakeStack stack) {
    this.wire = new Wire(Access.to(stack));
    this.ground = Ground.make(wire);
  }

  /** The status of an answer. */
  public int status(String service, String method, String path, String body) {
    return wire.call(service, method, path, body).status();
  }

  /** A header of the answer to a GET. */
  public Optional<String> header(String service, String path, String name) {
    return wire.get(service, path).headers().firstValue(name);
  }

  /** Status and message of a POST's answer. */
  public String refusal(String service, String path, String body) {
    return wire.post(service, path, body).toString();
  }

  /** How many are in one answer's list. */
  public int count(String service, String path, String plural) {
    return wire.get(service, path).at("/" + plural).size();
  }

  /** How many servers there are on all pages. */
  public int pages(String path, String plural) {
    int count = 0;
    Reply page = wire.get("compute", path);
    while (true) {
      List<JsonNode> found = page.at("/" + plural).valueStream().toList();
      count += found.size();
      if (page.at("/" + plural + "_links").isMissingNode()) {
        return count;
      }
      page = wire.get("compute", path + "?marker=" + found.getLast().path("id").asString());
    }
  }

  /** Whether the catalogue has a service. */
  public boolean has(String type) {
    return wire.endpoint(type).isPresent();
  }

  /** The image that servers are made of. */
  public String image() {
    return ground.image();
  }

  /** A request for a server. */
  public String serverBody(String name) {
    return ground.server("").replace("\"name\": \"contract\"", "\"name\": \"" + name + "\"");
  }

  /** Asks for a server; its identifier. */
  public String create(String name) {
    return wire.post("compute", "/servers", serverBody(name)).text("/server/id");
  }

  /** A server that is ACTIVE; its identifier. */
  public String server(String name) {
    String id = create(name);
    await(id, "ACTIVE");
    return id;
  }

  /** Does an action on a server. */
  public void act(String id, String body) {
    wire.post("compute", "/servers/" + id + "/action", body);
  }

  /** The last lines of a server's console. */
  public String console(String id, int lines) {
    return wire.post(
            "compute",
            "/servers/" + id + "/action",
            "{\"os-getConsoleOutput\": {\"length\": " + lines + "}}")
        .text("/output");
  }

  /** Status and power state. */
  public String state(String id) {
    JsonNode server = wire.get("compute", "/servers/" + id).at("/server");
    return server.path("status").asString() + " " + server.path("OS-EXT-STS:power_state").asInt();
  }

  /** Waits for a status; status and power state then. */
  public String await(String id, String status) {
    new Guest(wire, id).await(status);
    return state(id);
  }

  /** Why a server is in ERROR. */
  public String fault(String id) {
    return wire.get("compute", "/servers/" + id).text("/server/fault/message");
  }

  /** The status of the upload of so many bytes to a new image. */
  public int upload(int bytes) {
    String id =
        wire.post("image", "/images", "{\"disk_format\": \"raw\", \"container_format\": \"bare\"}")
            .text("/id");
    return wire.upload(id, new byte[bytes], "application/octet-stream").status();
  }

  @Override
  public void close() {
    wire.abandon();
  }
}
