package io.anyrack.openstack.keystone;

import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Identity;
import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.http.Authenticator;
import io.anyrack.openstack.http.Fields;
import io.anyrack.openstack.http.Request;
import io.anyrack.openstack.http.ServiceClient;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Who asks: logs in when a token is needed and there is none, once for all who wait for it. A
 * refusal is told to all who ask shortly after, too: many wrong passwords lock accounts.
 * Thread-safe.
 */
public final class Session implements Authenticator {
  /** A token this close to its end is not used for another call. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final Duration REFUSED_FOR = Duration.ofSeconds(20);

  private final CloudConfig config;
  private final Supplier<Identity> identity;
  private final ServiceClient keystone;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Token> token = Optional.empty();
  private Optional<Refused> refused = Optional.empty();

  private record Refused(Identity who, CloudException why, Instant until) {}

  /**
   * A session.
   *
   * @param config where to log in
   * @param identity who logs in, asked for each time: a credential may have been renewed
   * @param keystone a client that carries no token; its endpoint ends in {@code /v3/}
   * @param time says when tokens end
   */
  public Session(
      CloudConfig config, Supplier<Identity> identity, ServiceClient keystone, InstantSource time) {
    this.config = config;
    this.identity = identity;
    this.keystone = keystone;
    this.time = time;
  }

  /**
   * The token with all that Keystone said of it.
   *
   * @throws CloudException if Keystone refuses
   */
  public Token full() {
    lock.lock();
    try {
      Instant now = time.instant();
      Optional<Token> good = token.filter(each -> each.expires().minus(MARGIN).isAfter(now));
      if (good.isPresent()) {
        return good.get();
      }
      Identity who = identity.get();
      Optional<Refused> still =
          refused.filter(each -> each.until().isAfter(now) && each.who().equals(who));
      if (still.isPresent()) {
        throw still.get().why();
      }
      Token fresh = logIn(who);
      token = Optional.of(fresh);
      refused = Optional.empty();
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Secret token() {
    return full().secret();
  }

  @Override
  public void rejected(Secret stale) {
    lock.lock();
    try {
      token = token.filter(each -> !each.secret().equals(stale));
    } finally {
      lock.unlock();
    }
  }

  private Token logIn(Identity who) {
    Request.Headed answer;
    try {
      answer = keystone.at("auth/tokens").repeatable().post(LoginBody.of(who), "X-Subject-Token");
    } catch (ApiException e) {
      CloudException why = explained(e, who);
      if (e.status() == 401) {
        refused = Optional.of(new Refused(who, why, time.instant().plus(REFUSED_FOR)));
      }
      throw why;
    }
    Fields told = answer.body().object("token");
    Instant expires = told.instant("expires_at").orElseGet(() -> time.instant().plus(MARGIN));
    return new Token(
        new Secret(answer.header()),
        expires,
        told.object("user").text("id"),
        told.object("user").text("name"),
        told.object("project").text("id"),
        told.object("project").text("name"),
        told.list("roles", role -> role.text("name")),
        new Catalogue(
            told.list("catalog", Session::entries).stream().flatMap(List::stream).toList()));
  }

  private static List<Catalogue.Entry> entries(Fields service) {
    return service.list(
        "endpoints",
        endpoint ->
            new Catalogue.Entry(
                service.text("type"),
                endpoint.optional("region_id").orElse(endpoint.text("region")),
                endpoint.text("interface"),
                endpoint.text("url")));
  }

  private CloudException explained(ApiException e, Identity who) {
    String where = "cloud " + config.name() + " (" + config.authUrl() + "): ";
    return switch (e.status()) {
      case 0 ->
          new CloudException(
              where
                  + "Keystone cannot be reached: check auth_url and the network. "
                  + e.refusal().says(),
              e);
      case 401 ->
          new CloudException(
              where
                  + "Keystone refuses "
                  + LoginBody.who(who)
                  + ": check name, domain, secret and whether it has expired. "
                  + e.refusal().says(),
              e);
      case 404 ->
          new CloudException(
              where + "there is no Keystone v3 here: check auth_url. " + e.refusal().says(), e);
      default -> new CloudException(where + e.getMessage(), e);
    };
  }
}
