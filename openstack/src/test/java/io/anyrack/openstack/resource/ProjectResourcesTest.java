package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.world.ProjectSpec;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.cinder.Volume;
import io.anyrack.openstack.neutron.FloatingIp;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Router;
import io.anyrack.openstack.nova.Keypair;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import io.anyrack.rack.plan.Plan.Action;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectResourcesTest {
  @TempDir Path directory;

  @Test
  void anUnknownRackIsPlannedAndMadeAndThenThereIsNothingToDo() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Rack rack = Racks.full("lab", 2);

      Plan plan = stage.plan(rack);

      assertThat(plan.changes()).allMatch(change -> change.action() == Action.ADD);
      assertThat(plan.changes())
          .extracting(change -> change.kind() + " " + change.name())
          .containsExactly(
              "NETWORK provision",
              "NETWORK storage",
              "ROUTER gate",
              "RESOURCE nodes",
              "RESOURCE servers",
              "RESOURCE " + keypair(stage),
              "RESOURCE ipxe-test",
              "NODE node-1",
              "NODE node-2",
              "SERVER installer");
      assertThat(stage.changes()).noneMatch(line -> line.startsWith("DELETE"));

      stage.up(rack);

      assertThat(stage.plan(rack).changes()).isEmpty();
    }
  }

  @Test
  void nodesAreOffAndServersOnAndAllIsTagged() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      stage.up(Racks.full("lab", 2));

      Map<String, Server> servers = stage.resources("lab", "1").servers();
      assertThat(servers).containsOnlyKeys("node-1", "node-2", "installer");
      assertThat(Objects.requireNonNull(servers.get("node-1")).status()).isEqualTo("SHUTOFF");
      assertThat(Objects.requireNonNull(servers.get("installer")).status()).isEqualTo("ACTIVE");
      assertThat(Objects.requireNonNull(servers.get("node-1")).tags())
          .contains("anyrack:rack=lab", "anyrack:role=node", "anyrack:node=node-1");
      assertThat(Objects.requireNonNull(servers.get("node-1")).metadata())
          .containsEntry("anyrack:method", "script");
      assertThat(Objects.requireNonNull(servers.get("node-1")).volumes()).hasSize(2);
      assertThat(Objects.requireNonNull(servers.get("installer")).keypair())
          .contains(keypair(stage));

      Map<String, Port> ports = stage.resources("lab", "1").ports();
      Port provision = Objects.requireNonNull(ports.get("node-1/provision"));
      assertThat(provision.fixedIps())
          .extracting(Port.FixedIp::address)
          .containsExactly("10.77.1.31");
      assertThat(provision.mac()).isEqualTo("00:16:3e:01:00:01");
      assertThat(provision.portSecurity()).isTrue();
      assertThat(provision.securityGroups()).hasSize(1);
      assertThat(Objects.requireNonNull(ports.get("node-1/storage")).portSecurity()).isFalse();
      assertThat(Objects.requireNonNull(ports.get("node-1/storage")).securityGroups()).isEmpty();

      assertThat(stage.project.cinder().orElseThrow().volumes())
          .extracting(Volume::name)
          .contains("lab-node-1/boot", "lab-node-1/disk");
      assertThat(stage.project.neutron().floatingIps().tagged("anyrack:rack=lab"))
          .extracting(FloatingIp::port)
          .containsExactly(
              Optional.of(Objects.requireNonNull(ports.get("installer/provision")).id()));
      assertThat(stage.project.neutron().routers().tagged("anyrack:rack=lab"))
          .extracting(Router::external)
          .allMatch(Optional::isPresent);
    }
  }

  private static String keypair(Stage stage) {
    return new RackTags("lab").keypair(stage.project.id());
  }

  /** Key pairs are the user's, in all projects. */
  @Test
  void aRackOfTheSameNameInAnotherProjectKeepsItsKeyPair() {
    Settings settings =
        Settings.DEFAULT.withProject(
            new ProjectSpec("lab-b", "rack", "rack-secret", List.of("member")));
    try (Stage stage = new Stage(settings, directory);
        Project other = stage.open("lab-b")) {
      stage.up(Racks.full("lab", 1));
      other.nova().createKeypair(new RackTags("lab").keypair(other.id()), Stage.PUBLIC_KEY);
      other.nova().createKeypair(new RackTags("lab").keypairBefore(), Stage.PUBLIC_KEY);

      stage.down("lab");

      assertThat(other.nova().keypairs())
          .as("the one of before the name told of the project goes, too")
          .extracting(Keypair::name)
          .containsExactly(new RackTags("lab").keypair(other.id()));
    }
  }

  @Test
  void withoutVolumesNodesHaveLocalDisks() {
    try (Stage stage = new Stage(Settings.DEFAULT.withoutCinder(), directory)) {
      Rack rack = Racks.simple("lab", 2);

      stage.up(rack);

      assertThat(
              Objects.requireNonNull(stage.resources("lab", "1").servers().get("node-2")).volumes())
          .isEmpty();
      assertThat(stage.plan(rack).changes()).isEmpty();
    }
  }

  @Test
  void downLeavesNothingAndTouchesNoOtherRack() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Map<String, Set<String>> before = stage.everything();
      stage.up(Racks.full("lab2", 1));
      Map<String, Set<String>> withOther = stage.everything();
      stage.up(Racks.full("lab", 2));

      stage.down("lab");

      assertThat(stage.everything()).isEqualTo(withOther);
      assertThat(stage.plan(Racks.full("lab2", 1)).changes()).isEmpty();

      stage.down("lab2");

      assertThat(stage.everything()).isEqualTo(before);
    }
  }

  @Test
  void anUnchangedRackOfTwoHundredNodesIsPlannedWithAFewCalls() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Rack rack = Racks.simple("lab", 200);
      stage.up(rack);
      stage.cloud.journal().clear();

      Plan plan = stage.plan(rack);

      assertThat(plan.changes()).isEmpty();
      assertThat(stage.cloud.journal().entries()).hasSizeLessThanOrEqualTo(20);
    }
  }

  @Test
  void tellsWhatTookSoLong() {
    try (Stage stage = new Stage(Settings.DEFAULT, directory)) {
      Rack rack = Racks.simple("lab", 1);
      ProjectResources resources = stage.resources("lab", "1");

      resources.apply(rack, new Plan(List.of()), Progress.SILENT, new BreakOff());

      assertThat(resources.account().getFirst()).matches("[0-9]+ steps in .* calls; .* cloud");
      assertThat(resources.account()).anyMatch(line -> line.contains("node-1: server node-1"));
    }
  }
}
