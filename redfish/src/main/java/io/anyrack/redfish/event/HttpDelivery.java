package io.anyrack.redfish.event;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Sends events to subscribers over HTTP, in order, one thread for each. An event that cannot be
 * delivered after some attempts is lost and the next one tried (policy TerminateAfterRetries is not
 * followed: subscribers come back). Thread-safe.
 */
public final class HttpDelivery {
  private static final System.Logger LOG = System.getLogger(HttpDelivery.class.getName());

  /** How often an end is looked for while nothing happens. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Attempts attempts;

  /**
   * How hard it tries.
   *
   * @param number for each event
   * @param pause between them
   * @param limit of each
   */
  public record Attempts(int number, Duration pause, Duration limit) {
    /** Three within half a minute. */
    public static final Attempts DEFAULT =
        new Attempts(3, Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  /** Tries as told. */
  public HttpDelivery(Attempts attempts) {
    this.attempts = attempts;
  }

  /** Sends the events of a subscription until it ends. */
  public void begin(Subscription subscription) {
    URI destination = subscription.wish().destination().orElseThrow();
    Thread.ofVirtual()
        .name("events-" + subscription.id())
        .start(() -> deliver(subscription, destination));
  }

  private void deliver(Subscription subscription, URI destination) {
    try (HttpClient client = client(subscription.wish().verifyCertificate())) {
      while (!subscription.isEnded()) {
        Optional<Notice> notice = subscription.next(LOOK);
        if (notice.isPresent()) {
          deliver(notice.get(), subscription, destination, client);
        }
      }
      client.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Notice notice, Subscription subscription, URI destination, HttpClient client)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(destination)
            .timeout(attempts.limit())
            .header("Content-Type", "application/json;charset=utf-8")
            .header("OData-Version", "4.0")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    notice.json(subscription.wish().context()).toString()))
            .build();
    for (int i = 1; i <= attempts.number() && !subscription.isEnded(); i++) {
      try {
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status < 300) {
          return;
        }
        LOG.log(DEBUG, "event subscription " + subscription.id() + ": status " + status);
      } catch (IOException e) {
        LOG.log(DEBUG, "event subscription " + subscription.id() + ": " + e.getMessage());
      }
      if (i < attempts.number()) {
        Thread.sleep(attempts.pause());
      }
    }
    LOG.log(
        WARNING,
        "event %d could not be delivered to subscription %s"
            .formatted(notice.id(), subscription.id()));
  }

  private HttpClient client(boolean verify) {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(attempts.limit());
    if (!verify) {
      builder.sslContext(trusting());
    }
    return builder.build();
  }

  private static SSLContext trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Everybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /** For subscribers whose certificate nobody vouches for: VerifyCertificate is false. */
  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
