package io.anyrack.openstack.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.openstack.cloud.ScriptedCloud;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.cloud.Probe.Severity;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of clouds that lack something of their account, catalogue or versions. */
class AccountCheckTest {
  private static final String LOGIN = "POST /v3/auth/tokens";
  private static final String CREDENTIALS = "POST /v3/users/user-1/application_credentials";

  private static Arguments services(
      String name, Consumer<ScriptedCloud> cloud, String subject, String found, String meaning) {
    BiConsumer<Project, Notes> look =
        (project, notes) -> new AccountCheck(project, notes, new Trials(notes)).services();
    return argumentSet(name, cloud, look, subject, found, meaning);
  }

  private static Arguments version(String newest, String subject, String found, String meaning) {
    Consumer<ScriptedCloud> cloud =
        each ->
            each.forget("GET /compute/v2.1/")
                .answer(
                    "GET /compute/v2.1/", 200, "{\"version\": {\"version\": \"" + newest + "\"}}");
    BiConsumer<Project, Notes> look =
        (project, notes) -> new AccountCheck(project, notes, new Trials(notes)).computeVersion();
    return argumentSet("Nova " + newest + ", " + subject, cloud, look, subject, found, meaning);
  }

  private static Arguments rules(
      String name, int status, String answer, String subject, String found, String meaning) {
    Consumer<ScriptedCloud> cloud = each -> each.answer(CREDENTIALS, status, answer);
    BiConsumer<Project, Notes> look =
        (project, notes) -> new AccountCheck(project, notes, new Trials(notes)).accessRules();
    return argumentSet(name, cloud, look, subject, found, meaning);
  }

  private static ScriptedCloud catalogue(ScriptedCloud cloud, List<String> types) {
    return cloud.forget(LOGIN).answer(LOGIN, 201, cloud.login("token-1", types));
  }

  private static void twoRegions(ScriptedCloud cloud) {
    String login =
        cloud
            .login("token-1", List.of("network", "image"))
            .replaceFirst("\"region_id\": \"RegionOne\"", "\"region_id\": \"RegionTwo\"");
    cloud.forget(LOGIN).answer(LOGIN, 201, login);
  }

  static Stream<Arguments> clouds() {
    return Stream.of(
        services(
            "all services", _ -> {}, "services", "FINE: compute, image, network, volumev3", "all"),
        services(
            "no image service",
            cloud -> catalogue(cloud, List.of("network")),
            "services",
            "PROBLEM: compute, network, volumev3",
            "missing: image; look at the region"),
        services(
            "several regions",
            AccountCheckTest::twoRegions,
            "region",
            "WARNING: RegionOne, RegionTwo",
            "say which, in clouds.yaml (region_name)"),
        version("2.93", "compute version", "FINE: 2.93", "servers get their tags"),
        version("2.51", "compute version", "PROBLEM: 2.51", "older than 2.52: servers cannot"),
        version("2.86", "compute version", "FINE: 2.86", "servers get their tags"),
        version(
            "2.86", "rescue of volumes", "WARNING: 2.87 is not there", "not possible: the boot"),
        version("2.87", "rescue of volumes", "FINE: 2.87 is there", "the boot method rescue"),
        version(
            "2.92", "rebuild of volumes", "WARNING: 2.93 is not there", "not possible: the boot"),
        rules(
            "access rules are kept",
            201,
            """
            {"application_credential": {"id": "c", "name": "n", "project_id": "project-1",
             "access_rules": [{"id": "r", "service": "compute", "method": "GET", "path": "/x"}]}}
            """,
            "access rules",
            "FINE: application credentials have them",
            "a credential for its own calls only"),
        rules(
            "access rules are ignored",
            201,
            """
            {"application_credential": {"id": "c", "name": "n", "project_id": "project-1"}}
            """,
            "access rules",
            "PROBLEM: ignored",
            "could do all that you can; use placement: here"),
        rules(
            "credentials are refused",
            403,
            "{\"error\": {\"message\": \"Forbidden by policy\"}}",
            "access rules",
            "WARNING: no application credential: the cloud's identity service answered 403",
            "give one that you have; placement: here needs none"));
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void says(
      Consumer<ScriptedCloud> prepare,
      BiConsumer<Project, Notes> look,
      String subject,
      String found,
      String meaning) {
    try (ScriptedCloud cloud = new ScriptedCloud();
        Project project = cloud.project()) {
      prepare.accept(cloud);
      Notes notes = new Notes();

      look.accept(project, notes);

      Finding finding =
          notes.findings().stream()
              .filter(each -> each.subject().equals(subject))
              .findFirst()
              .orElseThrow(() -> new AssertionError(subject + " is not in " + notes.findings()));
      Severity severity = finding.severity();
      assertThat(severity + ": " + finding.found()).startsWith(found);
      assertThat(finding.meaning()).contains(meaning);
    }
  }
}
