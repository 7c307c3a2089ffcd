package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.world.ProjectSpec;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.keystone.AccessRule;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's credential is good for its calls, and for nothing else. */
class ServiceCredentialTest {
  @TempDir private Path directory;
  private FakeStack cloud;
  private Project project;
  private ServiceCredential credential;

  @BeforeEach
  void start() throws IOException {
    cloud =
        FakeStack.start(
            Settings.DEFAULT.withProject(
                new ProjectSpec("lab-b", "rack", "rack-secret", List.of("member"))));
    project = Project.open(config(cloud.cloudsYaml(), Optional.of("rack")));
    credential = credential("lab", 1);
  }

  @AfterEach
  void end() {
    project.close();
    cloud.close();
  }

  private ServiceCredential credential(String rack, long time) {
    return new ServiceCredential(
        project, rack, ServiceRules.Sync.NONE, InstantSource.fixed(Instant.ofEpochMilli(time)));
  }

  private CloudConfig config(String yaml, Optional<String> name) throws IOException {
    Path file = Files.writeString(directory.resolve("clouds.yaml"), yaml);
    return new Clouds(
            variable ->
                variable.equals("OS_CLIENT_CONFIG_FILE")
                    ? Optional.of(file.toString())
                    : Optional.empty(),
            List.of())
        .cloud(name, Optional.empty());
  }

  @Test
  void theServiceLooksAtServersAndNobodyElseIsAsked() throws IOException {
    ApplicationCredential made = credential.make();
    String yaml = CloudsYaml.of("rack", project.config(), made, "/nowhere");

    try (Project service = Project.open(config(yaml, Optional.empty()))) {
      assertThat(service.nova().servers("anyrack:rack=lab")).extracting(Server::id).isEmpty();
      assertThat(service.id()).isEqualTo(project.id());
      for (Runnable forbidden :
          List.<Runnable>of(
              () -> service.nova().keypairs(),
              () -> service.nova().delete("5c5f5b0a-3f0c-4a52-9b51-6f7a2b9c1d2e"),
              () -> service.glance().images(Map.of()),
              () -> service.neutron().networks().all())) {
        // Keystone's middleware takes a token for none where no rule lets it in.
        assertThatThrownBy(forbidden::run)
            .isInstanceOf(ApiException.class)
            .hasMessageContaining("answered 401");
      }
    }
  }

  @Test
  void aCredentialIsGoodAsLongAsItIsThere() {
    ApplicationCredential made = credential.make();

    assertThat(credential.isGood(made.id())).isTrue();
    assertThat(credential("other", 1).isGood(made.id())).isFalse();
    credential.delete();
    assertThat(credential.isGood(made.id())).isFalse();
  }

  @Test
  void onlyTheRacksOwnAreDeletedAndTheirRulesToo() {
    ApplicationCredential old = credential.make();
    ApplicationCredential kept = credential("lab", 2).make();
    ApplicationCredential other = credential("other", 3).make();

    credential.deleteOthers(kept.id());

    assertThat(project.keystone().credentials())
        .extracting(ApplicationCredential::id)
        .containsExactlyInAnyOrder(kept.id(), other.id())
        .doesNotContain(old.id());
    credential.delete();
    credential("other", 4).delete();
    assertThat(project.keystone().credentials()).isEmpty();
    assertThat(
            cloud
                .journal()
                .count(
                    call ->
                        call.method().equals("DELETE")
                            && call.path().contains("access_rules")
                            && call.status() == 204))
        .isEqualTo(kept.ruleIds().size());
  }

  /** Keystone lists a user's credentials of all projects. */
  @Test
  void aRackOfTheSameNameInAnotherProjectKeepsItsOwn() throws IOException {
    ApplicationCredential made = credential.make();
    try (Project other = Project.open(config(cloud.cloudsYaml(), Optional.of("lab-b")))) {
      ServiceCredential elsewhere =
          new ServiceCredential(
              other, "lab", ServiceRules.Sync.NONE, InstantSource.fixed(Instant.ofEpochMilli(2)));
      elsewhere.make();

      assertThat(elsewhere.isGood(made.id())).isFalse();
      elsewhere.delete();
    }

    assertThat(credential.isGood(made.id())).isTrue();
    assertThat(project.keystone().credentials())
        .extracting(ApplicationCredential::id)
        .containsExactly(made.id());
  }

  @Test
  void rulesWhoseCredentialWasDeletedAloneGoWithTheNext() {
    project.keystone().deleteCredential(credential.make().id());
    assertThat(cloud.accessRules("rack")).isPositive();

    credential.delete();

    assertThat(cloud.accessRules("rack")).isZero();
  }

  @Test
  void rulesThatAreNotOursStay() {
    project
        .keystone()
        .deleteCredential(
            project
                .keystone()
                .createCredential(
                    "mine",
                    "",
                    List.of(new AccessRule("image", "GET", "/v2/images")),
                    Optional.empty())
                .id());

    credential.delete();

    assertThat(cloud.accessRules("rack")).isEqualTo(1);
  }
}
