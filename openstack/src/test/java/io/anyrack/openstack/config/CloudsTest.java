package io.anyrack.openstack.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.openstack.config.Identity.Credential;
import io.anyrack.openstack.config.Identity.Domain;
import io.anyrack.openstack.config.Identity.Named;
import io.anyrack.openstack.config.Identity.Scope;
import io.anyrack.rack.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CloudsTest {
  private static final String LAB =
      """
      clouds:
        lab:
          auth:
            auth_url: https://keystone.example:5000/v3
            username: demo
            password: pa55word
            project_name: lab
      """;

  @TempDir Path directory;

  private CloudConfig cloud(Map<String, String> environment, String... name) throws IOException {
    return new Clouds(
            key -> Optional.ofNullable(environment.get(key)),
            List.of(directory.resolve("here"), directory))
        .cloud(Stream.of(name).findFirst(), Optional.empty());
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(directory.resolve(file).getParent());
    Files.writeString(directory.resolve(file), text);
  }

  static Stream<Arguments> identities() {
    Domain standard = new Domain(true, "default");
    Secret password = new Secret("pa55word");
    Scope lab = new Scope.Project(new Named.ByName("lab", standard));
    return Stream.of(
        argumentSet(
            "password, default domain",
            "{username: demo, password: pa55word, project_name: lab}",
            "password",
            new Identity.Password(new Named.ByName("demo", standard), password, lab)),
        argumentSet(
            "domains by name",
            "{username: demo, user_domain_name: People, password: pa55word,"
                + " project_name: lab, project_domain_name: Labs}",
            "v3password",
            new Identity.Password(
                new Named.ByName("demo", new Domain(false, "People")),
                password,
                new Scope.Project(new Named.ByName("lab", new Domain(false, "Labs"))))),
        argumentSet(
            "domains by id",
            "{username: demo, user_domain_id: d1, password: pa55word,"
                + " project_name: lab, project_domain_id: d2}",
            "password",
            new Identity.Password(
                new Named.ByName("demo", new Domain(true, "d1")),
                password,
                new Scope.Project(new Named.ByName("lab", new Domain(true, "d2"))))),
        argumentSet(
            "user and project by id",
            "{user_id: u1, password: pa55word, project_id: p1}",
            "password",
            new Identity.Password(
                new Named.ById("u1"), password, new Scope.Project(new Named.ById("p1")))),
        argumentSet(
            "tenant, the old word for project",
            "{username: demo, password: pa55word, tenant_name: lab}",
            "password",
            new Identity.Password(new Named.ByName("demo", standard), password, lab)),
        argumentSet(
            "application credential by id",
            "{application_credential_id: a1, application_credential_secret: pa55word}",
            "v3applicationcredential",
            new Identity.ApplicationCredential(new Credential.ById("a1"), password)),
        argumentSet(
            "application credential by name, which is unique for a user",
            "{application_credential_name: bmc, application_credential_secret: pa55word,"
                + " username: demo, user_domain_name: Default}",
            "v3applicationcredential",
            new Identity.ApplicationCredential(
                new Credential.ByName(
                    "bmc", new Named.ByName("demo", new Domain(false, "Default"))),
                password)),
        argumentSet(
            "token",
            "{token: pa55word, project_name: lab}",
            "token",
            new Identity.Token(password, lab)));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void readsWhoAsks(String auth, String type, Identity identity) throws IOException {
    String entry =
        "clouds: {lab: {auth_type: %s, auth: %s}}"
            .formatted(type, auth.replaceFirst("\\{", "{auth_url: 'http://127.0.0.1:5000', "));
    write("clouds.yaml", entry);

    assertThat(cloud(Map.of(), "lab").identity()).isEqualTo(identity);

    // The type is found out where the file does not say.
    write("clouds.yaml", entry.replaceFirst("auth_type: [a-z0-9]+, ", ""));
    assertThat(cloud(Map.of(), "lab").identity()).isEqualTo(identity);
  }

  @Test
  void readsTheRestOfAnEntry() throws IOException {
    write(
        "clouds.yaml",
        LAB
            + """
                region_name: RegionTwo
                interface: internalURL
                cacert: ~/ca.pem
                verify: false
                compute_endpoint_override: http://127.0.0.1:8774/v2.1
                block_storage_endpoint_override: http://127.0.0.1:8776/v3
            """);

    CloudConfig cloud = cloud(Map.of("HOME", "/home/demo"), "lab");

    assertThat(cloud.region()).contains("RegionTwo");
    assertThat(cloud.face()).isEqualTo("internal");
    assertThat(cloud.cacert()).contains(Path.of("/home/demo/ca.pem"));
    assertThat(cloud.verify()).isFalse();
    assertThat(cloud.endpoints())
        .containsOnly(
            Map.entry("compute", "http://127.0.0.1:8774/v2.1"),
            Map.entry("block-storage", "http://127.0.0.1:8776/v3"));
  }

  @Test
  void takesSecretsFromSecureYaml() throws IOException {
    write("clouds.yaml", LAB.replace("password: pa55word", "user_domain_name: People"));
    write("secure.yaml", "clouds: {lab: {auth: {password: hidden}}}");

    assertThat(cloud(Map.of(), "lab").identity())
        .isInstanceOfSatisfying(
            Identity.Password.class,
            identity -> {
              assertThat(identity.password().reveal()).isEqualTo("hidden");
              assertThat(identity.user())
                  .isEqualTo(new Named.ByName("demo", new Domain(false, "People")));
            });
  }

  @Test
  void looksInTheFileTheEnvironmentNamesThenHereThenInTheUsersConfiguration() throws IOException {
    write("clouds.yaml", LAB.replace("project_name: lab", "project_name: user"));
    assertThat(project(cloud(Map.of(), "lab"))).isEqualTo("user");

    write("here/clouds.yaml", LAB.replace("project_name: lab", "project_name: here"));
    assertThat(project(cloud(Map.of(), "lab"))).isEqualTo("here");

    write("mine.yaml", LAB.replace("project_name: lab", "project_name: mine"));
    Map<String, String> named =
        Map.of("OS_CLIENT_CONFIG_FILE", directory.resolve("mine.yaml").toString());
    assertThat(project(cloud(named, "lab"))).isEqualTo("mine");
  }

  private static String project(CloudConfig cloud) {
    return cloud.identity()
            instanceof Identity.Password(_, _, Scope.Project(Named.ByName(var name, _)))
        ? name
        : "";
  }

  @Test
  void choosesTheCloudByOsCloudThenByOsVariablesThenTheOnlyOne() throws IOException {
    write(
        "clouds.yaml",
        LAB
            + LAB.lines()
                .skip(1)
                .map(line -> line.replace("lab:", "other:") + "\n")
                .reduce("", String::concat));
    Map<String, String> variables =
        Map.of(
            "OS_AUTH_URL", "http://127.0.0.1:5000/v3",
            "OS_USERNAME", "me",
            "OS_PASSWORD", "pa55word",
            "OS_PROJECT_NAME", "mine",
            "OS_REGION_NAME", "RegionOne",
            "OS_COMPUTE_ENDPOINT_OVERRIDE", "http://127.0.0.1:8774/v2.1");

    CloudConfig own = cloud(variables);
    assertThat(own.name()).isEqualTo("envvars");
    assertThat(project(own)).isEqualTo("mine");
    assertThat(own.region()).contains("RegionOne");
    assertThat(own.endpoints()).containsEntry("compute", "http://127.0.0.1:8774/v2.1");
    assertThat(cloud(Map.of("OS_CLOUD", "other")).name()).isEqualTo("other");
    assertThatThrownBy(() -> cloud(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Name one of lab, other");

    write("clouds.yaml", LAB);
    assertThat(cloud(Map.of()).name()).isEqualTo("lab");
  }

  static Stream<Arguments> complaints() {
    return Stream.of(
        argumentSet("no such cloud", LAB.replace("lab:", "x:"), "it has x"),
        argumentSet("no URL", LAB.replace("auth_url", "url"), "auth.auth_url is missing"),
        argumentSet("a bad URL", LAB.replace("https:", "ftp:"), "not an http or https URL"),
        argumentSet("no password", LAB.replace("password", "pass"), "set OS_PASSWORD"),
        argumentSet("no user", LAB.replace("username", "user"), "auth.username is missing"),
        argumentSet("an interface nobody has", LAB + "    interface: outer\n", "interface outer"),
        argumentSet("a type nobody knows", LAB + "    auth_type: v3kerberos\n", "v3kerberos"),
        argumentSet("no YAML", "clouds: [pa55word", "clouds.yaml:1:18 is not YAML"));
  }

  @ParameterizedTest
  @MethodSource("complaints")
  void complains(String text, String about) throws IOException {
    write("clouds.yaml", text);

    assertThatThrownBy(() -> cloud(Map.of(), "lab"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("clouds.yaml")
        .hasMessageContaining(about)
        .hasMessageNotContaining("pa55word");
  }

  @Test
  void saysWhereItLookedWhenThereIsNoFile() {
    assertThatThrownBy(() -> cloud(Map.of(), "lab"))
        .hasMessageContaining(directory.resolve("clouds.yaml").toString())
        .hasMessageContaining(directory.resolve("here/clouds.yaml").toString());
  }
}
