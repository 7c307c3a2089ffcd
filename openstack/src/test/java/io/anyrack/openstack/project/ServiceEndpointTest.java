package io.anyrack.openstack.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Identity;
import io.anyrack.openstack.config.Identity.Credential;
import io.anyrack.openstack.keystone.Catalogue;
import io.anyrack.openstack.keystone.Token;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which URL of a catalogue is asked. */
class ServiceEndpointTest {
  private static final Catalogue TWO_REGIONS =
      new Catalogue(
          List.of(
              new Catalogue.Entry("network", "North", "public", "https://north.example/network"),
              new Catalogue.Entry("network", "North", "internal", "http://10.0.0.1:9696"),
              new Catalogue.Entry("network", "South", "public", "https://south.example/network/"),
              new Catalogue.Entry("image", "South", "public", "https://south.example/v2")));

  private static ServiceEndpoint endpoint(String type, Optional<String> region, String face) {
    CloudConfig config =
        new CloudConfig(
            "two",
            URI.create("https://keystone.example/v3"),
            new Identity.ApplicationCredential(new Credential.ById("a"), new Secret("s")),
            region,
            face,
            Optional.empty(),
            true,
            Map.of());
    Token token =
        new Token(
            new Secret("t"), Instant.MAX, "u", "user", "p", "project", List.of(), TWO_REGIONS);
    return new ServiceEndpoint(config, () -> token, List.of(type), "v2.0/");
  }

  @ParameterizedTest(name = "{0} in {1}, {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "network, North, public,   https://north.example/network/v2.0/",
        "network, South, public,   https://south.example/network/v2.0/",
        "network, North, internal, http://10.0.0.1:9696/v2.0/",
        "network, -,     internal, http://10.0.0.1:9696/v2.0/",
        "image,   -,     public,   https://south.example/v2/",
      })
  void takesTheRegionAndInterfaceThatAreWanted(
      String type, @Nullable String region, String face, String url) {
    assertThat(endpoint(type, Optional.ofNullable(region), face).base()).hasToString(url);
  }

  @Test
  void asksWhichOfSeveralRegions() {
    assertThatThrownBy(() -> endpoint("network", Optional.empty(), "public").base())
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("North, South")
        .hasMessageContaining("region_name");
  }

  @Test
  void saysWhereThereIsNone() {
    assertThatThrownBy(() -> endpoint("image", Optional.of("North"), "public").base())
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("no public URL of a image service in region North");
  }
}
