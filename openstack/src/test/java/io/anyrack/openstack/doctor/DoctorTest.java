package io.anyrack.openstack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.FakeProject;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.keystone.Keystone;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.resource.NodeShapes;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Probe.Severity;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Rack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
  /** No node can be had: its flavors are another's subject. */
  private static final NodeShapes NONE =
      (node, _, _) -> {
        throw new CloudException("no flavor for " + node.name());
      };

  @TempDir Path directory;

  private static Rack rack(String networks) {
    String text =
        """
        rack: lab
        cloud: openstack
        networks: [%s]
        nodes: 2
        """
            .formatted(networks);
    return switch (new RackFile(Surroundings.here(_ -> Optional.empty()))
        .read("rack.yaml", Path.of("/"), text.getBytes(StandardCharsets.UTF_8))) {
      case RackFile.Read.Valid valid -> valid.rack();
      case RackFile.Read.Invalid invalid -> throw new AssertionError(invalid.problems());
    };
  }

  private static Finding of(Report report, String subject) {
    return report.findings().stream()
        .filter(finding -> finding.subject().equals(subject))
        .findFirst()
        .orElseThrow(() -> new AssertionError(subject + " is not among " + report.findings()));
  }

  private static List<String> everything(Project project) {
    return Stream.of(
            project.neutron().networks().all().stream().map(Found::id),
            project.neutron().subnets().all().stream().map(Found::id),
            project.neutron().ports().all().stream().map(Found::id),
            project.glance().images().stream().map(image -> image.id()),
            project.keystone().credentials().stream().map(credential -> credential.id()))
        .flatMap(ids -> ids)
        .sorted()
        .toList();
  }

  @Test
  void tellsWhatAProjectCanDoAndLeavesNothing() {
    try (FakeProject cloud = new FakeProject(directory, Settings.DEFAULT)) {
      List<String> before = everything(cloud.project());

      Report report = new Doctor(cloud.project(), NONE).examine(Optional.empty(), Progress.SILENT);

      assertThat(report.findings())
          .as("problems")
          .filteredOn(finding -> finding.severity() == Severity.PROBLEM)
          .isEmpty();
      assertThat(of(report, "port security").found()).isEqualTo("can be switched off");
      assertThat(of(report, "cidr pairs").found()).isEqualTo("allowed");
      assertThat(of(report, "MTU").found()).isEqualTo("up to 1450");
      assertThat(of(report, "access rules").severity()).isEqualTo(Severity.FINE);
      assertThat(of(report, "volumes").severity()).isEqualTo(Severity.FINE);
      assertThat(everything(cloud.project())).isEqualTo(before);
    }
  }

  @ParameterizedTest(name = "{0} {1} fails: {2}")
  @CsvSource({
    "POST, .*/ports, networks",
    "POST, .*/subnets, networks",
    "PUT, .*/tags, networks",
    "POST, .*/images, image properties",
    "GET, .*/flavors.*, the rack",
  })
  void leavesNothingAfterAFailureEither(String method, String path, String subject) {
    try (FakeProject cloud = new FakeProject(directory, Settings.DEFAULT)) {
      List<String> before = everything(cloud.project());
      cloud.stack().faults().always(Faults.call(method, path), Fault.status(403));

      Report report =
          new Doctor(cloud.project(), NONE)
              .examine(
                  Optional.of(rack("{ name: provision, cidr: 192.0.2.0/24 }")), Progress.SILENT);

      assertThat(of(report, subject).severity()).isEqualTo(Severity.PROBLEM);
      cloud.stack().faults().clear();
      assertThat(everything(cloud.project())).isEqualTo(before);
    }
  }

  @Test
  void removesWhatOneLeftThatWasKilled() {
    try (FakeProject cloud = new FakeProject(directory, Settings.DEFAULT)) {
      List<String> before = everything(cloud.project());
      cloud.stack().faults().always(Faults.call("DELETE", ".*"), Fault.status(403));
      Report report = new Doctor(cloud.project(), NONE).examine(Optional.empty(), Progress.SILENT);
      assertThat(of(report, "clean-up").meaning()).contains("the next `anyrack doctor` removes it");
      assertThat(everything(cloud.project())).isNotEqualTo(before);

      cloud.stack().faults().clear();
      new Doctor(cloud.project(), NONE).examine(Optional.empty(), Progress.SILENT);

      assertThat(everything(cloud.project())).isEqualTo(before);
    }
  }

  @Test
  void triesAndRemovesACredentialAfterOneThatWasKilled() {
    try (FakeProject cloud = new FakeProject(directory, Settings.DEFAULT)) {
      cloud.stack().faults().always(Faults.call("DELETE", ".*"), Fault.status(403));
      new Doctor(cloud.project(), NONE).examine(Optional.empty(), Progress.SILENT);
      cloud.stack().faults().clear();

      Report report = new Doctor(cloud.project(), NONE).examine(Optional.empty(), Progress.SILENT);

      assertThat(of(report, "access rules").found()).isEqualTo("application credentials have them");
      assertThat(cloud.project().keystone().credentials()).isEmpty();
      assertThat(accessRules(cloud)).isZero();
    }
  }

  @Test
  void removesTheRuleOfACredentialThatWasDeletedAlone() {
    try (FakeProject cloud = new FakeProject(directory, Settings.DEFAULT)) {
      Keystone keystone = cloud.project().keystone();
      keystone.deleteCredential(
          keystone.createCredential("x", "x", List.of(Trials.RULE), Optional.empty()).id());
      assertThat(accessRules(cloud)).isEqualTo(1);
      cloud.stack().faults().always(Faults.call("POST", ".*credentials"), Fault.status(403));

      new Doctor(cloud.project(), NONE).examine(Optional.empty(), Progress.SILENT);

      assertThat(accessRules(cloud)).isZero();
    }
  }

  /** A rule that a service's standing credential has, too, is no leftover. */
  @Test
  void leavesARuleToTheCredentialThatSharesIt() {
    try (FakeProject cloud = new FakeProject(directory, Settings.DEFAULT)) {
      Keystone keystone = cloud.project().keystone();
      keystone.createCredential("service", "x", List.of(Trials.RULE), Optional.empty());

      Report report = new Doctor(cloud.project(), NONE).examine(Optional.empty(), Progress.SILENT);

      assertThat(report.findings()).extracting(Finding::subject).doesNotContain("clean-up");
      assertThat(keystone.credentials())
          .extracting(ApplicationCredential::name)
          .containsExactly("service");
      assertThat(accessRules(cloud)).isEqualTo(1);
    }
  }

  private static int accessRules(FakeProject cloud) {
    return cloud.stack().accessRules("rack");
  }

  @Test
  void saysWhatARackAsksForInVain() {
    Settings small =
        Settings.DEFAULT
            .withoutCinder()
            .withQuota(
                Quota.DEFAULT
                    .with(Quota.Limit.NETWORKS, 2)
                    .with(Quota.Limit.ROUTERS, 1)
                    .with(Quota.Limit.FLOATING_IPS, 1));
    try (FakeProject cloud = new FakeProject(directory, small)) {
      Report report =
          new Doctor(cloud.project(), NONE)
              .examine(
                  Optional.of(
                      rack(
                          "{ name: provision, cidr: 192.0.2.0/24, mtu: 9000 }, { name: a, cidr:"
                              + " 10.1.0.0/24 }, { name: b, cidr: 10.2.0.0/24 }")),
                  Progress.SILENT);

      assertThat(report.isGood()).isFalse();
      assertThat(of(report, "network provision").found()).isEqualTo("mtu: 9000");
      assertThat(of(report, "quota: networks").severity()).isEqualTo(Severity.PROBLEM);
      assertThat(of(report, "quota: networks").found()).contains("3 needed");
      assertThat(of(report, "volumes").found()).isEqualTo("no Cinder");
      assertThat(of(report, "node node-1").meaning()).isEqualTo("no flavor for node-1");
      assertThat(report.choices()).filteredOn(choice -> choice.what().equals("guard")).hasSize(3);
    }
  }
}
