package io.anyrack.openstack.http;

import io.anyrack.rack.model.Secret;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Turns answers that are none into exceptions. */
final class Refusals {
  private static final int LONGEST = 500;

  private Refusals() {}

  static ApiException of(Exchange exchange, Answer answer, Optional<Secret> token) {
    return of(exchange, answer, token, "");
  }

  /**
   * The same with more words.
   *
   * @param more empty: none
   */
  static ApiException of(Exchange exchange, Answer answer, Optional<Secret> token, String more) {
    JsonNode document = answer.document();
    String told = hide(shorten(message(document).orElseGet(() -> plain(answer.text()))), token);
    String says = told.isEmpty() || more.isEmpty() ? told + more : told + "; " + more;
    Refusal refusal =
        new Refusal(
            answer.status(),
            exchange.endpoint().service(),
            exchange.method() + " " + exchange.shown(),
            says,
            answer.requestId());
    return switch (answer.status()) {
      case 404 -> new NotFoundException(refusal);
      case 413 -> new OverQuotaException(refusal);
      case 403 ->
          overQuota(document, says)
              ? new OverQuotaException(refusal)
              : new ForbiddenException(refusal);
      case 409 ->
          overQuota(document, says)
              ? new OverQuotaException(refusal)
              : new ConflictException(refusal);
      case 429 -> new UnavailableException(refusal);
      default ->
          answer.status() >= 500 ? new UnavailableException(refusal) : new ApiException(refusal);
    };
  }

  static UnavailableException silence(Exchange exchange, String why) {
    return new UnavailableException(
        new Refusal(
            0,
            exchange.endpoint().service(),
            exchange.method() + " " + exchange.shown() + " at " + exchange.endpoint().base(),
            why,
            ""));
  }

  /** Neutron says it by type (409), Nova and Cinder in their message (403, 413). */
  private static boolean overQuota(JsonNode document, String says) {
    return document.path("NeutronError").path("type").asString("").equals("OverQuota")
        || says.toLowerCase(Locale.ROOT).contains("quota exceeded");
  }

  /** Each service wraps its message in another object: the first text called so is it. */
  private static Optional<String> message(JsonNode document) {
    return Optional.ofNullable(document.findValue("message"))
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .map(Refusals::plain);
  }

  /** Proxies answer in HTML, Glance puts it into its messages. */
  private static String plain(String text) {
    return text.replaceAll("(?s)<style.*?</style>|<[^>]{1,200}>", " ")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String hide(String text, Optional<Secret> token) {
    return token.map(secret -> text.replace(secret.reveal(), secret.toString())).orElse(text);
  }
}
