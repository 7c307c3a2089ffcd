package io.anyrack.fakestack.http;

import io.anyrack.fakestack.world.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A service's answer that says no; each service has its own form of it. */
@SuppressWarnings("serial")
public final class Refusal extends RuntimeException {
  private final transient Answer answer;
  private final transient Optional<Answer> html;

  /** Refuses with this answer. */
  public Refusal(Answer answer) {
    this(answer, Optional.empty());
  }

  private Refusal(Answer answer, Optional<Answer> html) {
    super(answer.toString(), null, false, false);
    this.answer = answer;
    this.html = html;
  }

  /** Refuses in Nova's and Cinder's form, {@code {"badRequest": {"code": 400, "message": …}}}. */
  public static Refusal fault(int status, String message) {
    String name =
        switch (status) {
          case 400 -> "badRequest";
          case 401 -> "unauthorized";
          case 403 -> "forbidden";
          case 404 -> "itemNotFound";
          case 405 -> "badMethod";
          case 409 -> "conflictingRequest";
          case 413, 429 -> "overLimit";
          case 501 -> "notImplemented";
          case 503 -> "serviceUnavailable";
          default -> "computeFault";
        };
    return new Refusal(Answer.json(status, Json.object(name, body(status, message))));
  }

  /** Refuses in Keystone's form, {@code {"error": {"code": …, "message": …, "title": …}}}. */
  public static Refusal error(int status, String title, String message) {
    return new Refusal(
        Answer.json(status, Json.object("error", body(status, message).put("title", title))));
  }

  /**
   * Refuses in Neutron's form, {@code {"NeutronError": {"type": …, "message": …, "detail": ""}}}.
   */
  public static Refusal neutron(int status, String type, String message) {
    ObjectNode body = Json.object().put("type", type).put("message", message).put("detail", "");
    return new Refusal(Answer.json(status, Json.object("NeutronError", body)));
  }

  /** Refuses in Glance's form: plain text, or a page of HTML for callers that accept it. */
  public static Refusal page(int status, String title, String message) {
    return new Refusal(
        new Answer(
            status,
            Map.of("Content-Type", "text/plain; charset=UTF-8"),
            "%d %s\n\n%s\n\n   "
                .formatted(status, title, message)
                .getBytes(StandardCharsets.UTF_8)),
        Optional.of(
            Answer.html(
                status,
                """
                <html>
                 <head>
                  <title>%1$d %2$s</title>
                 </head>
                 <body>
                  <h1>%1$d %2$s</h1>
                  %3$s<br /><br />


                 </body>
                </html>\
                """
                    .formatted(status, title, message.replace("'", "&#x27;")))));
  }

  private static ObjectNode body(int status, String message) {
    return Json.object().put("code", status).put("message", message);
  }

  /** What is sent. */
  public Answer answer() {
    return answer;
  }

  /** What is sent to a caller with this Accept header. */
  public Answer answer(String accept) {
    boolean page = accept.contains("text/html") || accept.contains("*/*");
    return page ? html.orElse(answer) : answer;
  }
}
