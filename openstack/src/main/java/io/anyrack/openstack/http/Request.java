package io.anyrack.openstack.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** One request to a service: said what, then sent. Used by one thread, sent once. */
public final class Request {
  private final Transport transport;
  private final Endpoint endpoint;
  private final String template;
  private final String path;
  private final List<String> query = new ArrayList<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private boolean repeatable;

  Request(Transport transport, Endpoint endpoint, String template, String... values) {
    this.transport = transport;
    this.endpoint = endpoint;
    this.template = template;
    this.path = fill(template, values);
  }

  private static String fill(String template, String... values) {
    String path = template;
    for (String value : values) {
      int open = path.indexOf('{');
      int close = path.indexOf('}');
      if (open < 0 || close < open) {
        throw new IllegalArgumentException("more values than names in " + template);
      }
      path = path.substring(0, open) + encode(value) + path.substring(close + 1);
    }
    if (path.indexOf('{') >= 0) {
      throw new IllegalArgumentException("fewer values than names in " + template);
    }
    return path;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Adds to the query; a name may come several times. */
  public Request query(String name, String value) {
    query.add(encode(name) + "=" + encode(value));
    return this;
  }

  /** Adds all to the query. */
  public Request query(Map<String, String> filters) {
    filters.forEach(this::query);
    return this;
  }

  /** Sets a header, in place of the endpoint's. */
  public Request header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Says that it does the same when it comes twice, although it is a POST. */
  public Request repeatable() {
    repeatable = true;
    return this;
  }

  /** Reads. */
  public Fields get() {
    return send("GET", new Body.None());
  }

  /** Creates, or acts. Repeated only where it is certain that the cloud did not act on it. */
  public Fields post(JsonNode body) {
    return send("POST", new Body.Json(body));
  }

  /** Creates, where the answer has something in a header. */
  public Headed post(JsonNode body, String header) {
    Answer answer = transport.answer(exchange("POST", new Body.Json(body)));
    return new Headed(answer.header(header).orElse(""), new Fields(answer.document()));
  }

  /**
   * An answer with a header.
   *
   * @param header its value; empty: it has none
   * @param body the document
   */
  public record Headed(String header, Fields body) {
    /** Without the header, which may be a secret. */
    @Override
    public String toString() {
      return body.toString();
    }
  }

  /** Replaces. */
  public Fields put(JsonNode body) {
    return send("PUT", new Body.Json(body));
  }

  /** Replaces, without a body. */
  public Fields put() {
    return send("PUT", new Body.None());
  }

  /** Changes a JSON document by a JSON patch of Glance's own media type. */
  public Fields patch(JsonNode body, String mediaType) {
    return send("PATCH", new Body.Typed(body, mediaType));
  }

  /** Sends a file as octets. */
  public Fields upload(Path file) {
    return send("PUT", new Body.File(file));
  }

  /** Deletes; nothing if it is not there. */
  public void delete() {
    try {
      send("DELETE", new Body.None());
    } catch (NotFoundException e) {
      // Gone is what was asked for.
    }
  }

  /**
   * Reads a list page by page.
   *
   * @param name of the list in the answer
   * @param element reads an element
   */
  public <T> List<T> pages(String name, Function<Fields, T> element) {
    return new Pages(transport, this, name).all().stream().map(element).toList();
  }

  private Fields send(String method, Body body) {
    return transport.send(exchange(method, body));
  }

  Exchange exchange(String method, Body body) {
    boolean twice = repeatable || !method.equals("POST");
    return new Exchange(endpoint, method, template, target(), headers, body, twice);
  }

  private String target() {
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }
}
