package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.http.Faults;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.keystone.Catalogue;
import io.anyrack.openstack.keystone.Token;
import io.anyrack.openstack.project.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A real cloud behind a relay of each service, in which the faults are. */
final class TroubledRelay implements TroubledCloud {
  /** Long enough to come to the first server, on a slow cloud too. */
  private static final Duration LIFE = Duration.ofMinutes(2);

  /** What each service is called in {@code clouds.yaml}, and in catalogues. */
  private static final Map<String, List<String>> SERVICES =
      Map.of(
          "compute", List.of("compute"),
          "network", List.of("network"),
          "image", List.of("image"),
          "block_storage", List.of("block-storage", "volumev3"));

  private final RealCloud cloud;
  private final Faults faults = new Faults(Clock.systemUTC());
  private final FaultyRelay relay = new FaultyRelay(faults);
  private final URI identity;
  private final Map<String, URI> overrides = new LinkedHashMap<>();
  private final String region;
  private final String token;
  private final String projectId;

  TroubledRelay(RealCloud cloud) {
    this.cloud = cloud;
    try (ProjectLists lists = direct()) {
      Project project = lists.project();
      this.identity = relay.to("identity", project.config().authUrl());
      Catalogue catalogue = project.keystone().token().catalogue();
      this.region = project.config().region().orElse(catalogue.regions().getFirst());
      SERVICES.forEach(
          (name, types) ->
              catalogue
                  .url(types, Optional.of(region), project.config().face())
                  .ifPresent(url -> overrides.put(name, relay.to(name, URI.create(url)))));
      this.token = project.keystone().token().secret().reveal();
      this.projectId = project.keystone().token().projectId();
    }
  }

  private ProjectLists direct() {
    return new ProjectLists(cloud.clouds(), cloud.name());
  }

  @Override
  public Faults faults() {
    return faults;
  }

  @Override
  public String clouds() {
    return clouds("token", "token: '%s', project_id: %s".formatted(token, projectId));
  }

  @Override
  public String clouds(String type, String auth) {
    StringBuilder yaml =
        new StringBuilder(
            """
            clouds:
              %s:
                auth_type: %s
                auth: { auth_url: "%s", %s }
                region_name: %s
            """
                .formatted(NAME, type, identity, auth, region));
    overrides.forEach(
        (name, url) -> yaml.append("    %s_endpoint_override: \"%s\"\n".formatted(name, url)));
    return yaml.toString();
  }

  @Override
  public ProjectLists lists(Path home) {
    return direct();
  }

  @Override
  public Ending credentialThatEnds(ProjectLists lists) {
    Instant expires = Instant.now().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
    ApplicationCredential made =
        lists
            .project()
            .keystone()
            .createCredential("ending-" + System.nanoTime(), "", List.of(), Optional.of(expires));
    return new Ending(
        made,
        () -> {
          try {
            Thread.sleep(Duration.between(Instant.now(), expires.plusSeconds(1)));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Quotas are the operator's: {@code admin} in the same configuration. */
  @Override
  public Runnable leaveRules(ProjectLists lists, int count) {
    var quota =
        Objects.requireNonNull(
            lists.project().neutron().quotas(projectId).get("security_group_rule"));
    limitRules(quota.used() + count);
    return () -> limitRules(quota.limit());
  }

  private void limitRules(long limit) {
    try (ProjectLists admin = new ProjectLists(cloud.clouds(), "admin");
        HttpClient client = HttpClient.newHttpClient()) {
      Token token = admin.project().keystone().token();
      String network =
          token.catalogue().url(List.of("network"), Optional.of(region), "public").orElseThrow();
      String body = "{\"quota\": {\"security_group_rule\": %d}}".formatted(limit);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(network + "/v2.0/quotas/" + projectId))
              .header("X-Auth-Token", token.secret().reveal())
              .header("Content-Type", "application/json")
              .PUT(HttpRequest.BodyPublishers.ofString(body))
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    relay.close();
  }
}
