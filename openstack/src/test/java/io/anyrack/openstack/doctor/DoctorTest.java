package io.anyrack.openstack.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.fakestack.http.Fault;
import io.anyrack.fakestack.http.Faults;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.CdExample;
import io.anyrack.openstack.FakeProject;
import io.anyrack.openstack.OpenstackCloud;
import io.anyrack.openstack.RackExample;
import io.anyrack.openstack.cinder.VolumeRequest;
import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.glance.ImageRequest;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.keystone.Keystone;
import io.anyrack.openstack.neutron.Found;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.resource.NodeShapes;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Probe.Severity;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.model.NodeSpec.Storage;
import io.anyrack.rack.model.Rack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static Arguments said(
      String name, Consumer<FakeProject> cloud, String subject, String found, String meaning) {
    return argumentSet(name, cloud, subject, found, meaning);
  }

  /** The second change of a port is that to a pair that is a network, the fifth takes its guard. */
  private static void refuseChange(FakeProject cloud, int which) {
    cloud.stack().faults().nth(which, Faults.call("PUT", "/v2.0/ports/[^/]*"), Fault.status(403));
  }

  private static void image(FakeProject cloud) {
    Image made =
        cloud.project().glance().create(new ImageRequest("guest", "qcow2", List.of(), Map.of()));
    cloud.project().glance().upload(made.id(), CdExample.write(cloud.work().resolve("octets")));
  }

  static Stream<Arguments> clouds() {
    return Stream.of(
        said("guards can be switched off", _ -> {}, "port security", "FINE: can be", "guard: off"),
        said(
            "guards cannot be switched off",
            cloud -> refuseChange(cloud, 5),
            "port security",
            "WARNING: cannot be switched off",
            "DHCP must be the cloud's"),
        said(
            "no pair may be a network",
            cloud -> refuseChange(cloud, 2),
            "cidr pairs",
            "WARNING: refused",
            "not possible: guard: subnet"),
        said(
            "no image",
            _ -> {},
            "server jump",
            "PROBLEM: no image guest",
            "`openstack image list`"),
        said(
            "two images of one name",
            cloud -> {
              image(cloud);
              image(cloud);
            },
            "server jump",
            "PROBLEM: 2 images guest",
            "name it by its id"),
        said(
            "no node runs",
            _ -> {},
            "serial console",
            "FINE: not known before a node runs",
            "take no input"),
        said(
            "a node runs, and there are no serial consoles",
            DoctorTest::running,
            "serial console",
            "FINE: no: Unavailable console type serial.",
            "show the log"),
        said(
            "a node runs, and there are serial consoles",
            cloud -> {
              cloud.stack().hypervisor().offerSerialConsoles((_, _) -> {});
              running(cloud);
            },
            "serial console",
            "FINE: yes, over ws",
            "take input"),
        said("no racks", _ -> {}, "racks here", "FINE: none", "nothing in the project is a rack's"),
        said(
            "a rack, and what another left",
            cloud -> {
              running(cloud);
              RackTags gone = new RackTags("gone");
              cloud
                  .project()
                  .cinder()
                  .orElseThrow()
                  .create(
                      new VolumeRequest(
                          "v",
                          "",
                          1,
                          Optional.empty(),
                          Optional.empty(),
                          Optional.empty(),
                          gone.metadata("node", "node-1")));
              cloud.project().nova().createKeypair(gone.keypair(cloud.project().id()), PUBLIC_KEY);
              cloud
                  .project()
                  .keystone()
                  .createCredential(
                      "c", gone.description("service", "service"), List.of(), Optional.empty());
            },
            "racks here",
            "FINE: gone (1 application credential, 1 key pair, 1 volume), running (1 image, 1"
                + " network, 1 port, 1 security group, 1 server, 1 subnet, 2 volumes)",
            "`anyrack down --rack NAME"));
  }

  private static final String PUBLIC_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEJvb3QgbWVkaWEgYW5kIG5vZGVzIG9mIHRlc3Rz test";

  private static void running(FakeProject cloud) {
    try (OpenstackCloud up =
        cloud.up(
            RackExample.rack(
                "running", 1, Firmware.BIOS, Storage.VOLUME, BootSpec.Method.SCRIPT))) {
      up.machine("node-1").start(BootOverride.NONE);
    }
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void says(Consumer<FakeProject> prepare, String subject, String found, String meaning) {
    try (FakeProject cloud = new FakeProject(directory, Settings.DEFAULT)) {
      prepare.accept(cloud);

      Report report =
          new Doctor(cloud.project(), NONE)
              .examine(
                  Optional.of(
                      rack(
                          "{ name: provision, cidr: 192.0.2.0/24 }]\n"
                              + "servers: [{ name: jump, image: guest, flavor: t1.tiny }")),
                  Progress.SILENT);

      Finding finding = of(report, subject);
      assertThat(finding.severity() + ": " + finding.found()).startsWith(found);
      assertThat(finding.meaning()).contains(meaning);
    }
  }

  @ParameterizedTest(name = "without {0}: {1}")
  @CsvSource({
    "standard-attr-tag, known by its tags",
    "extra_dhcp_opt, told by DHCP what to boot",
    "security-group, let in what they must",
  })
  void namesTheExtensionThatIsMissing(String extension, String meaning) {
    Set<String> without = new HashSet<>(Settings.DEFAULT.extensions());
    without.remove(extension);
    try (FakeProject cloud = new FakeProject(directory, Settings.DEFAULT.withExtensions(without))) {
      Finding finding =
          of(
              new Doctor(cloud.project(), NONE).examine(Optional.empty(), Progress.SILENT),
              "network extensions");

      assertThat(finding.severity()).isEqualTo(Severity.PROBLEM);
      assertThat(finding.meaning()).contains(extension + " is missing").contains(meaning);
    }
  }

  /** Counted is what is still to be made, also of a rack of which a part is there. */
  @Test
  void theQuotaIsThatOfTheRest() {
    Quota quota = Quota.DEFAULT.with(Quota.Limit.INSTANCES, 3).with(Quota.Limit.CORES, 2);
    try (FakeProject cloud = new FakeProject(directory, Settings.DEFAULT.withQuota(quota))) {
      Rack one = RackExample.rack("lab", 1, Firmware.BIOS, Storage.VOLUME, BootSpec.Method.SCRIPT);
      Rack three =
          RackExample.rack("lab", 3, Firmware.BIOS, Storage.VOLUME, BootSpec.Method.SCRIPT);
      cloud.up(one).close();

      Report report = cloud.doctor().examine(Optional.of(three), Progress.SILENT);

      assertThat(of(report, "quota: servers").found()).isEqualTo("2 of 3 free, 2 needed");
      assertThat(of(report, "quota: servers").severity()).isEqualTo(Severity.FINE);
      assertThat(of(report, "quota: cores").found()).isEqualTo("1 of 2 free, 2 needed");
      assertThat(of(report, "quota: cores").severity()).isEqualTo(Severity.PROBLEM);
      assertThat(of(report, "quota: volumes").found()).endsWith("4 needed");
      assertThat(cloud.doctor().examine(Optional.of(one), Progress.SILENT).findings())
          .extracting(Finding::subject)
          .noneMatch(subject -> subject.startsWith("quota"));
    }
  }
}
