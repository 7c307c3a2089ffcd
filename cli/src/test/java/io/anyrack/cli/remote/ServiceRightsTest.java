package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.glance.ImageRequest;
import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.http.ForbiddenException;
import io.anyrack.openstack.nova.ServerRequest;
import io.anyrack.openstack.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real cloud keeps the credential of a rack's service to its calls. */
@Tag("openstack")
class ServiceRightsTest {
  private static final String NOBODY = "5c5f5b0a-3f0c-4a52-9b51-6f7a2b9c1d2e";

  @TempDir private Path directory;

  private static CloudConfig config(Path file, String entry) {
    return new Clouds(
            variable ->
                variable.equals("OS_CLIENT_CONFIG_FILE")
                    ? Optional.of(file.toString())
                    : Optional.empty(),
            List.of())
        .cloud(Optional.of(entry), Optional.empty());
  }

  private static CloudConfig user() {
    return config(
        Path.of(
            Optional.ofNullable(System.getenv("OS_CLIENT_CONFIG_FILE"))
                .orElse("/var/lib/anyrack-testbed/clouds.yaml")),
        Optional.ofNullable(System.getenv("ANYRACK_TEST_CLOUD")).orElse("rack"));
  }

  @Test
  void itLooksAtServersAndNothingElseIsGranted() throws IOException {
    try (Project project = Project.open(user())) {
      String rack = "rights-" + ProcessHandle.current().pid();
      ServiceCredential credential =
          new ServiceCredential(project, rack, ServiceRules.Sync.NONE, InstantSource.system());
      try {
        String yaml = CloudsYaml.of("rack", project.config(), credential.make(), "");
        Path file = Files.writeString(directory.resolve("clouds.yaml"), yaml);
        try (Project service = Project.open(config(file, "rack"))) {
          assertThat(service.nova().servers("anyrack:rack=" + rack)).isEmpty();
          forbidden(service)
              .forEach(
                  (what, call) ->
                      assertThatThrownBy(call::run)
                          .as(what)
                          .isInstanceOf(ApiException.class)
                          .hasMessageContaining("answered 401"));
          // Access rules do not hold for Keystone; a restricted credential makes no others.
          assertThatThrownBy(
                  () ->
                      service
                          .keystone()
                          .createCredential(rack + "-more", "", List.of(), Optional.empty()))
              .isInstanceOf(ForbiddenException.class);
        }
      } finally {
        credential.delete();
      }
    }
  }

  private static Map<String, Runnable> forbidden(Project service) {
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("list images", () -> service.glance().images());
    calls.put(
        "make an image",
        () -> service.glance().create(new ImageRequest("x", "iso", List.of(), Map.of())));
    calls.put("read key pairs", () -> service.nova().keypairs());
    calls.put("list flavors", () -> service.nova().flavors());
    calls.put("make a server", () -> service.nova().create(server()));
    calls.put("delete a server", () -> service.nova().delete(NOBODY));
    calls.put("list networks", () -> service.neutron().networks().all());
    calls.put("list ports", () -> service.neutron().ports().all());
    calls.put("delete a port", () -> service.neutron().ports().delete(NOBODY));
    service.cinder().ifPresent(cinder -> calls.put("list volumes", cinder::volumes));
    return calls;
  }

  private static ServerRequest server() {
    return new ServerRequest(
        "x",
        "",
        "1",
        Optional.of(NOBODY),
        List.of(),
        List.of(NOBODY),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty(),
        false);
  }
}
