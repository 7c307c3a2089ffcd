package io.anyrack.openstack.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.keystone.ApplicationCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that is open for long uses what {@code clouds.yaml} says when it logs in again. */
class RenewedCredentialTest {
  @TempDir Path directory;

  private CloudConfig read(String name) {
    Map<String, String> variables =
        Map.of("OS_CLIENT_CONFIG_FILE", directory.resolve(name).toString());
    return new Clouds(key -> Optional.ofNullable(variables.get(key)), List.of())
        .cloud(Optional.of("rack"), Optional.empty());
  }

  private void write(FakeStack cloud, ApplicationCredential credential) throws IOException {
    Files.writeString(
        directory.resolve("service.yaml"),
        """
        clouds:
          rack:
            auth_type: v3applicationcredential
            auth:
              auth_url: "%s"
              application_credential_id: %s
              application_credential_secret: %s
            region_name: RegionOne
        """
            .formatted(
                cloud.authUrl(), credential.id(), credential.secret().orElseThrow().reveal()));
  }

  private static ApplicationCredential credential(Project user, String name) {
    return user.keystone().createCredential(name, "", List.of(), Optional.empty());
  }

  @Test
  void isUsedWithoutOpeningAnew() throws IOException {
    try (FakeStack cloud = FakeStack.start(Settings.DEFAULT)) {
      Files.writeString(directory.resolve("user.yaml"), cloud.cloudsYaml());
      try (Project user = Project.open(read("user.yaml"))) {
        ApplicationCredential first = credential(user, "first");
        write(cloud, first);
        try (Project service = Project.open(() -> read("service.yaml"))) {
          assertThat(service.nova().servers()).isEmpty();

          write(cloud, credential(user, "second"));
          user.keystone().deleteCredential(first.id());
          cloud.expireTokens();

          assertThat(service.nova().servers()).isEmpty();
        }
      }
    }
  }
}
