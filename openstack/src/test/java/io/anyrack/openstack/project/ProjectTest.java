package io.anyrack.openstack.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.openstack.cloud.ScriptedCloud;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Identity;
import io.anyrack.openstack.config.Identity.Credential;
import io.anyrack.openstack.config.Identity.Domain;
import io.anyrack.openstack.config.Identity.Named;
import io.anyrack.openstack.config.Identity.Scope;
import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.neutron.Quota;
import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class ProjectTest {
  private ScriptedCloud cloud = new ScriptedCloud();
  private Project project = cloud.project();

  @AfterEach
  void end() {
    project.close();
    cloud.close();
  }

  static Stream<Arguments> logins() {
    Named demo = new Named.ByName("demo", new Domain(false, "People"));
    return Stream.of(
        argumentSet(
            "password",
            new Identity.Password(
                demo, new Secret("pa55word"), new Scope.Project(new Named.ById("p1"))),
            """
            {"auth": {"identity": {"methods": ["password"], "password": {"user":
              {"name": "demo", "domain": {"name": "People"}, "password": "pa55word"}}},
             "scope": {"project": {"id": "p1"}}}}
            """),
        argumentSet(
            "application credential, which has its scope in itself",
            new Identity.ApplicationCredential(new Credential.ById("a1"), new Secret("s")),
            """
            {"auth": {"identity": {"methods": ["application_credential"],
              "application_credential": {"id": "a1", "secret": "s"}}}}
            """),
        argumentSet(
            "application credential by name",
            new Identity.ApplicationCredential(new Credential.ByName("bmc", demo), new Secret("s")),
            """
            {"auth": {"identity": {"methods": ["application_credential"],
              "application_credential": {"name": "bmc", "secret": "s",
                "user": {"name": "demo", "domain": {"name": "People"}}}}}}
            """),
        argumentSet(
            "token",
            new Identity.Token(
                new Secret("t"),
                new Scope.Project(new Named.ByName("lab", new Domain(true, "d1")))),
            """
            {"auth": {"identity": {"methods": ["token"], "token": {"id": "t"}},
             "scope": {"project": {"name": "lab", "domain": {"id": "d1"}}}}}
            """));
  }

  @ParameterizedTest
  @MethodSource("logins")
  void logsIn(Identity identity, String body) {
    end();
    cloud = new ScriptedCloud(identity);
    project = cloud.project();

    assertThat(project.id()).isEqualTo("project-1");
    assertThat(cloud.asked("POST /v3/auth/tokens").getFirst().json())
        .isEqualTo(JsonMapper.shared().readTree(body));
  }

  @ParameterizedTest
  @CsvSource({
    "'', /v3/",
    "/, /v3/",
    "/v3, /v3/",
    "/v3/, /v3/",
    "/identity, /identity/v3/",
    "/v2.0, /v3/"
  })
  void findsKeystone(String written, String used) {
    assertThat(KeystoneUrl.of(URI.create("http://127.0.0.1:5000" + written)))
        .isEqualTo(URI.create("http://127.0.0.1:5000" + used));
  }

  @ParameterizedTest
  @CsvSource({"2.93, 2.93", "2.60, 2.60", "2.999, 2.96", "'', 2.1"})
  void agreesOnTheNewestMicroversionBothKnow(String theirs, String agreed) {
    cloud
        .forget("GET /compute/v2.1/")
        .answer("GET /compute/v2.1/", 200, "{\"version\": {\"version\": \"" + theirs + "\"}}")
        .answer("GET /compute/v2.1/flavors/detail", 200, "{\"flavors\": []}");

    project.nova().flavors();
    project.nova().flavors();

    assertThat(project.nova().microversion()).hasToString(agreed);
    assertThat(cloud.asked("GET /compute/v2.1/")).hasSize(1);
    assertThat(cloud.asked("GET /compute/v2.1/flavors/detail").getFirst().headers())
        .containsEntry("Openstack-api-version", "compute " + agreed);
  }

  @Test
  void readsListsPageByPageAndFollowsNoLinkToAnotherHost() {
    cloud
        .answer(
            "GET /compute/v2.1/servers/detail",
            200,
            """
            {"servers": [{"id": "1"}, {"id": "2"}], "servers_links":
              [{"rel": "next", "href": "https://elsewhere.example/v2.1/servers/detail?marker=2"}]}
            """)
        .answer("GET /compute/v2.1/servers/detail", 200, "{\"servers\": [{\"id\": \"3\"}]}");

    assertThat(project.nova().servers("anyrack:rack=lab"))
        .extracting(Server::id)
        .containsExactly("1", "2", "3");
    assertThat(cloud.asked("GET /compute/v2.1/servers/detail"))
        .extracting(ScriptedCloud.Asked::query)
        .containsExactly("tags=anyrack:rack=lab", "marker=2");
  }

  @Test
  void readsImagesPageByPage() {
    cloud
        .answer(
            "GET /image/v2/images",
            200,
            "{\"images\": [{\"id\": \"1\", \"hw_disk_bus\": \"ide\", \"size\": 5}],"
                + " \"next\": \"/v2/images?marker=1\"}")
        .answer("GET /image/v2/images", 200, "{\"images\": [{\"id\": \"2\", \"size\": null}]}");

    List<Image> images = project.glance().images(Map.of("anyrack_medium", "ipxe"));

    assertThat(images).extracting(Image::id).containsExactly("1", "2");
    assertThat(images.getFirst().properties()).containsEntry("hw_disk_bus", "ide");
    assertThat(images.getFirst().size()).hasValue(5);
    assertThat(images.getLast().size()).isEmpty();
  }

  @Test
  void readsAServer() {
    cloud.answer(
        "GET /compute/v2.1/servers/s1",
        200,
        """
        {"server": {"id": "s1", "name": "node-1", "status": "RESCUE", "locked": false,
          "OS-EXT-STS:task_state": null, "OS-EXT-STS:vm_state": "rescued",
          "OS-EXT-STS:power_state": 1, "image": "", "flavor": {"original_name": "t1.nano"},
          "addresses": {"provision": [{"addr": "192.0.2.30", "version": 4,
            "OS-EXT-IPS:type": "fixed", "OS-EXT-IPS-MAC:mac_addr": "02:00:00:00:00:01"}]},
          "metadata": {"anyrack:rack": "lab"}, "tags": ["anyrack:rack=lab"],
          "os-extended-volumes:volumes_attached": [{"id": "v1"}, {"id": "v2"}],
          "fault": {"code": 500, "message": "No valid host"},
          "created": "2026-11-01T10:00:00Z", "key_name": null}}
        """);

    Server server = project.nova().server("s1");

    assertThat(server.status()).isEqualTo("RESCUE");
    assertThat(server.taskState()).isEmpty();
    assertThat(server.image()).isEmpty();
    assertThat(server.flavor()).isEqualTo("t1.nano");
    assertThat(server.addresses())
        .containsExactly(new Server.Address("provision", "02:00:00:00:00:01", "192.0.2.30", false));
    assertThat(server.volumes()).containsExactly("v1", "v2");
    assertThat(server.fault()).contains("No valid host");
    assertThat(server.created()).isPresent();
  }

  @Test
  void readsQuotas() {
    cloud.answer(
        "GET /network/v2.0/quotas/project-1/details.json",
        200,
        "{\"quota\": {\"port\": {\"limit\": 10, \"used\": 7, \"reserved\": 1},"
            + " \"router\": {\"limit\": -1, \"used\": 7, \"reserved\": 0}}}");

    Map<String, Quota> quotas = project.neutron().quotas(project.id());

    assertThat(Objects.requireNonNull(quotas.get("port")).free()).isEqualTo(2);
    assertThat(Objects.requireNonNull(quotas.get("router")).free()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatIsNotThereNeedsNoDeletion() {
    cloud.answer("DELETE /compute/v2.1/servers/s1", 404, "{}");

    project.nova().delete("s1");

    assertThat(cloud.asked("DELETE /compute/v2.1/servers/s1")).hasSize(1);
  }

  @Test
  void streamsAnImage(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("ipxe.iso"), "octets");
    cloud.answer("PUT /image/v2/images/i1/file", 204, "");

    project.glance().upload("i1", file);

    ScriptedCloud.Asked asked = cloud.asked("PUT /image/v2/images/i1/file").getFirst();
    assertThat(asked.body()).isEqualTo("octets");
    assertThat(asked.headers()).containsEntry("Content-type", "application/octet-stream");
  }

  @Test
  void aCloudMayHaveNoVolumes() {
    cloud
        .forget("POST /v3/auth/tokens")
        .answer(
            "POST /v3/auth/tokens",
            201,
            cloud.login("t", List.of()).replace("volumev3", "object-store"));

    assertThat(project.cinder()).isEmpty();
  }

  @Test
  void saysWhichServiceIsNowhere() {
    CloudConfig config = cloud.config();
    CloudConfig elsewhere =
        new CloudConfig(
            config.name(),
            config.authUrl(),
            config.identity(),
            Optional.of("RegionTwo"),
            config.face(),
            config.cacert(),
            config.verify(),
            Map.of("image", cloud.url() + "/image"));

    try (Project other = Project.open(elsewhere)) {
      assertThatThrownBy(() -> other.nova().servers())
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("no public URL of a compute service in region RegionTwo")
          .hasMessageContaining("regions there: RegionOne");
      cloud.answer("GET /image/v2/images", 200, "{\"images\": []}");
      assertThat(other.glance().images()).isEmpty();
    }
  }

  @Test
  void saysWhatToDoWhenKeystoneIsNotThere() {
    CloudConfig config = cloud.config();
    cloud.close();

    try (Project other = Project.open(config)) {
      assertThatThrownBy(other::id)
          .isInstanceOf(CloudException.class)
          .hasMessageContaining("Keystone cannot be reached: check auth_url");
    }
  }
}
