package io.anyrack.openstack.http;

import io.anyrack.rack.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/**
 * Carries requests to a cloud. A request that can be repeated without harm is, when the cloud is
 * busy (429, 503, not before its {@code Retry-After}), in trouble (5xx) or lost; one that cannot,
 * only when the cloud did not act on it. A token the cloud refuses is renewed once. Thread-safe.
 */
public final class Transport {
  private final HttpClient http;
  private final Authenticator authenticator;
  private final CallJournal journal;
  private final Limits limits;
  private final Pause pause;
  private final RandomGenerator chance;
  private final InstantSource time;
  private final Map<String, Semaphore> places = new ConcurrentHashMap<>();
  private volatile boolean reached;

  /**
   * A transport.
   *
   * @param http makes the connections
   * @param authenticator has the token
   * @param journal is told of each request
   * @param limits what it does at most
   * @param pause lets time pass between attempts
   * @param chance spreads attempts
   * @param time what answers without a date are dated by
   */
  public Transport(
      HttpClient http,
      Authenticator authenticator,
      CallJournal journal,
      Limits limits,
      Pause pause,
      RandomGenerator chance,
      InstantSource time) {
    this.http = http;
    this.authenticator = authenticator;
    this.journal = journal;
    this.limits = limits;
    this.pause = pause;
    this.chance = chance;
    this.time = time;
  }

  Fields send(Exchange exchange) {
    return new Fields(answer(exchange).document());
  }

  /** Sends until there is a good answer. */
  Answer answer(Exchange exchange) {
    journal.began();
    try {
      return patiently(exchange);
    } finally {
      journal.ended();
    }
  }

  private Answer patiently(Exchange exchange) {
    boolean renewed = false;
    for (int attempt = 1; ; attempt++) {
      Optional<Secret> token =
          exchange.endpoint().authenticated()
              ? Optional.of(authenticator.token())
              : Optional.empty();
      Answer answer;
      try {
        answer = once(exchange, token);
      } catch (IOException e) {
        if (!again(exchange, e, attempt)) {
          throw Refusals.silence(exchange, Silence.words(e));
        }
        rest(exchange, limits.retries().wait(attempt, chance));
        continue;
      }
      if (answer.good()) {
        return answer;
      }
      if (answer.status() == 401 && token.isPresent() && !renewed) {
        renewed = true;
        authenticator.rejected(token.get());
        continue;
      }
      if (!again(exchange, answer, attempt)) {
        throw Refusals.of(exchange, answer, token);
      }
      Optional<RetryAfter> asked = RetryAfter.of(answer, time);
      if (asked.filter(each -> each.isLongerThan(limits.retries().longestAsked())).isPresent()) {
        throw Refusals.of(exchange, answer, token, asked.orElseThrow().words());
      }
      Duration own = limits.retries().wait(attempt, chance);
      rest(
          exchange,
          asked.map(RetryAfter::time).filter(each -> each.compareTo(own) > 0).orElse(own));
    }
  }

  private boolean again(Exchange exchange, IOException failure, int attempt) {
    // Before anything was reached, a wrong address is likelier than a bad moment.
    int most = reached ? limits.retries().attempts() : Math.min(2, limits.retries().attempts());
    boolean acted = !(failure instanceof ConnectException) && !exchange.repeatable();
    return attempt < most && !acted && !(failure instanceof SSLException);
  }

  private boolean again(Exchange exchange, Answer answer, int attempt) {
    boolean worth =
        switch (answer.status()) {
          case 429, 503 -> true;
          case 500, 502, 504 -> exchange.repeatable();
          default -> false;
        };
    return worth && attempt < limits.retries().attempts();
  }

  private void rest(Exchange exchange, Duration duration) {
    try {
      pause.pause(duration);
    } catch (InterruptedException e) {
      throw interrupted(exchange);
    }
  }

  private static UnavailableException interrupted(Exchange exchange) {
    Thread.currentThread().interrupt();
    return Refusals.silence(exchange, "interrupted");
  }

  private Answer once(Exchange exchange, Optional<Secret> token) throws IOException {
    HttpRequest request = request(exchange, token);
    Semaphore place =
        places.computeIfAbsent(
            exchange.endpoint().service(), _ -> new Semaphore(limits.atOnce(), true));
    try {
      place.acquire();
    } catch (InterruptedException e) {
      throw interrupted(exchange);
    }
    long began = System.nanoTime();
    int status = 0;
    try {
      Answer answer = new Answer(response(exchange, request));
      status = answer.status();
      reached = true;
      return answer;
    } finally {
      place.release();
      journal.called(
          new Called(
              exchange.endpoint().service(),
              exchange.method(),
              exchange.template(),
              status,
              Duration.ofNanos(System.nanoTime() - began)));
    }
  }

  /**
   * HttpRequest's own timeout ends with the headers; this one with the last octet. Who is
   * interrupted breaks off what reads, and uploads; of what changes something else the answer is
   * waited for, since whoever comes next could not see yet what it will have done.
   */
  private HttpResponse<byte[]> response(Exchange exchange, HttpRequest request) throws IOException {
    Duration time =
        exchange.body() instanceof Body.File ? limits.uploadTime() : limits.answerTime();
    CompletableFuture<HttpResponse<byte[]>> coming =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.answerOctets()));
    boolean interrupted = false;
    long end = System.nanoTime() + time.toNanos();
    try {
      while (true) {
        try {
          return coming.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
          if (exchange.leavesNoTrace()) {
            coming.cancel(true);
            throw interrupted(exchange);
          }
        }
      }
    } catch (TimeoutException e) {
      coming.cancel(true);
      throw new IOException("no answer within " + time.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException failure(ExecutionException failed) {
    return failed.getCause() instanceof IOException cause ? cause : new IOException(failed);
  }

  private static HttpRequest request(Exchange exchange, Optional<Secret> token) {
    URI uri = URI.create(exchange.endpoint().base() + exchange.target());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .version(HttpClient.Version.HTTP_1_1)
            .method(exchange.method(), publisher(exchange.body()))
            .header("Accept", "application/json")
            .header("User-Agent", "anyrack");
    exchange.endpoint().headers().forEach(request::setHeader);
    mediaType(exchange.body()).ifPresent(type -> request.setHeader("Content-Type", type));
    exchange.headers().forEach(request::setHeader);
    token.ifPresent(secret -> request.setHeader("X-Auth-Token", secret.reveal()));
    return request.build();
  }

  private static BodyPublisher publisher(Body body) {
    return switch (body) {
      case Body.None() -> BodyPublishers.noBody();
      case Body.Json(var document) -> BodyPublishers.ofString(document.toString());
      case Body.Typed(var document, _) -> BodyPublishers.ofString(document.toString());
      case Body.File(var path) -> {
        try {
          yield BodyPublishers.ofFile(path);
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read " + path, e);
        }
      }
    };
  }

  private static Optional<String> mediaType(Body body) {
    return switch (body) {
      case Body.None() -> Optional.empty();
      case Body.Json _ -> Optional.of("application/json");
      case Body.Typed(_, var type) -> Optional.of(type);
      case Body.File _ -> Optional.of("application/octet-stream");
    };
  }
}
