package io.anyrack.cli.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Terminal;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.RackStore;
import io.anyrack.service.state.StateDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudAccessTest {
  private static final String CLOUDS =
      """
      clouds:
        one:
          auth: {auth_url: http://192.0.2.1:5000/v3, username: u, password: hidden-word,
                 project_name: p, user_domain_name: Default, project_domain_name: Default}
        two:
          auth: {auth_url: http://192.0.2.2:5000/v3, username: u, password: hidden-word,
                 project_name: p, user_domain_name: Default, project_domain_name: Default}
      """;

  @TempDir Path directory;

  private Host host(Map<String, String> variables) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Host(
        new Terminal(nowhere, nowhere, InputStream.nullInputStream(), false),
        directory.resolve("home"),
        Optional.empty(),
        name -> Optional.ofNullable(variables.get(name)));
  }

  private static CloudSpec.Openstack spec(Rack rack) {
    return (CloudSpec.Openstack) rack.cloud();
  }

  @ParameterizedTest(name = "--os-cloud {0}, file {1}, OS_CLOUD {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "one, two, two, one",
        "-, two, one, two",
        "-, -, one, one",
        "-, -, -, -",
      })
  void theCloudsNameIsPutIntoTheRack(String option, String file, String variable, String meant) {
    Rack rack =
        RackStore.parse(
            "rack: lab\nnodes: 1\ncloud: %s\n"
                .formatted(file == null ? "openstack" : "{ openstack: { cloud: " + file + " } }"),
            Map.of());
    CloudAccess access =
        CloudAccess.here(host(variable == null ? Map.of() : Map.of("OS_CLOUD", variable)));

    Rack named = access.named(rack, Optional.ofNullable(option));

    assertThat(spec(named).cloud()).isEqualTo(Optional.ofNullable(meant));
    assertThat(spec(named).imagePrefix()).isEqualTo(spec(rack).imagePrefix());
  }

  @Test
  void aServiceOfAnotherDayFindsTheSameConfiguration() throws IOException {
    Path file = directory.resolve("my-clouds.yaml");
    Files.writeString(file, CLOUDS);
    StateDirectory state = new StateDirectory(directory.resolve("lab"));
    CloudAccess.here(host(Map.of("OS_CLIENT_CONFIG_FILE", file.toString()))).remember(state);

    CloudConfig config =
        CloudAccess.of(host(Map.of()), state)
            .config(
                spec(
                    RackStore.parse(
                        "rack: lab\nnodes: 1\ncloud: { openstack: { cloud: two } }\n", Map.of())));

    assertThat(config.authUrl()).hasHost("192.0.2.2");
    assertThat(Files.readString(state.cloudFile()))
        .as("a path and nothing of what is there")
        .isEqualTo(file + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.cloudFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void whatIsSetNowCountsMoreThanWhatWasRemembered() throws IOException {
    Path old = directory.resolve("old.yaml");
    Files.writeString(old, CLOUDS);
    Path now = directory.resolve("now.yaml");
    Files.writeString(now, CLOUDS.replace("192.0.2.2", "192.0.2.77"));
    CloudAccess access =
        new CloudAccess(
            host(Map.of("OS_CLIENT_CONFIG_FILE", now.toString())), directory, Optional.of(old));

    assertThat(
            access
                .config(
                    new CloudSpec.Openstack(
                        Optional.of("two"), Optional.empty(), Optional.empty(), "anyrack"))
                .authUrl())
        .hasHost("192.0.2.77");
  }
}
