package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.cli.remote.ServiceRules.Sync;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Identity;
import io.anyrack.openstack.keystone.AccessRule;
import io.anyrack.openstack.keystone.Catalogue;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service on a server may do in the project. */
class ServiceRulesTest {
  private static final CloudConfig CLOUD =
      new CloudConfig(
          "mycloud",
          URI.create("https://cloud.example/v3"),
          new Identity.Token(new Secret("t"), new Identity.Scope.AsIs()),
          Optional.empty(),
          "public",
          Optional.empty(),
          true,
          Map.of());

  private static List<AccessRule> rules(String url) {
    return ServiceRules.of(
        CLOUD,
        new Catalogue(List.of(new Catalogue.Entry("compute", "RegionOne", "public", url))),
        Sync.NONE);
  }

  @Test
  void itLooksAtServersAndActsOnThemAndNothingElse() {
    assertThat(rules("http://cloud.example:8774/v2.1"))
        .extracting(rule -> rule.service() + " " + rule.method() + " " + rule.path())
        .containsExactly(
            "compute GET /v2.1",
            "compute GET /v2.1/",
            "compute GET /v2.1/servers/detail",
            "compute GET /v2.1/servers/*",
            "compute POST /v2.1/servers/*/action",
            "compute POST /v2.1/servers/*/remote-consoles");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://c.example:8774/, /v2.1/servers/*/action",
    "http://c.example:8774/v2.1/, /v2.1/servers/*/action",
    "http://c.example:8774/v2.1/5f1c, /v2.1/5f1c/servers/*/action",
    "http://c.example/compute/v2.1, /compute/v2.1/servers/*/action",
    "http://c.example/compute/v2.1, /v2.1/servers/*/action",
    "http://c.example/compute, /compute/v2.1/servers/*/action",
  })
  void pathsAreThoseOfTheCatalogue(String url, String path) {
    assertThat(rules(url)).extracting(AccessRule::path).contains(path);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://c.example:9696, /v2.0/ports/*",
    "http://c.example:9696/v2.0/, /v2.0/ports/*",
    "http://c.example/networking, /networking/v2.0/ports/*",
    "http://c.example/networking, /v2.0/ports/*",
  })
  void withAddressSyncItReadsAndChangesPorts(String url, String path) {
    Catalogue catalogue =
        new Catalogue(
            List.of(
                new Catalogue.Entry("compute", "RegionOne", "public", "http://c.example:8774"),
                new Catalogue.Entry("network", "RegionOne", "public", url)));
    assertThat(ServiceRules.of(CLOUD, catalogue, Sync.PORTS))
        .filteredOn(rule -> rule.service().equals("network"))
        .extracting(rule -> rule.method() + " " + rule.path())
        .contains("PUT " + path, "GET " + path)
        .allMatch(rule -> rule.matches("(GET|PUT) .*/(ports|ports/\\*|subnets)"));
    assertThat(ServiceRules.of(CLOUD, catalogue, Sync.PORTS_AND_ROUTES))
        .extracting(rule -> rule.method() + " " + rule.path())
        .containsAll(
            ServiceRules.of(CLOUD, catalogue, Sync.PORTS).stream()
                .map(rule -> rule.method() + " " + rule.path())
                .toList())
        .contains("PUT " + path.replace("ports", "subnets"))
        .noneMatch(rule -> rule.matches("(POST|DELETE) .*/v2.0/.*"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "                                     | cidr: 192.0.2.0/24 | NONE",
        "sync: {sources: [{static: l.yaml}]}  | cidr: 192.0.2.0/24 | PORTS_AND_ROUTES",
        "sync: {sources: [{static: l.yaml}]}  | 'cidr: 192.0.2.0/24, existing: true' | PORTS",
      })
  void onlyARackWithNetworksOfItsOwnHasRoutes(String sync, String network, Sync expected) {
    RackFile.Read read =
        new RackFile(Surroundings.here(_ -> Optional.empty()))
            .read(
                "rack.yaml",
                Path.of("/"),
                """
                rack: lab
                cloud: openstack
                nodes: 1
                networks: [{ name: provision, %s }]
                %s
                """
                    .formatted(network, Objects.requireNonNullElse(sync, ""))
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(read)
        .isInstanceOfSatisfying(
            RackFile.Read.Valid.class,
            valid -> assertThat(Sync.of(valid.rack())).isEqualTo(expected));
  }

  @Test
  void aCloudWithoutNovaIsTold() {
    assertThatThrownBy(() -> ServiceRules.of(CLOUD, new Catalogue(List.of()), Sync.NONE))
        .isInstanceOf(RemoteException.class)
        .hasMessage("the cloud's catalogue has no compute service");
  }
}
