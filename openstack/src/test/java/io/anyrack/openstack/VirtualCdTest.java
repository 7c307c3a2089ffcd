package io.anyrack.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.fakestack.nova.Boot;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.cinder.Cinder;
import io.anyrack.openstack.nova.Server;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootSpec.Method;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.model.NodeSpec.Storage;
import io.anyrack.rack.model.Rack;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A CD in a node's drive: written over the volume there, or the image of a rescue. */
class VirtualCdTest {
  private static final BootOverride CD = once(Device.CDROM);
  private static final BootOverride DISK = once(Device.DISK);
  private static final BootOverride NETWORK = once(Device.PXE);

  @TempDir Path work;

  @SuppressWarnings("NullAway.Init") // made by up()
  private FakeProject project;

  @SuppressWarnings("NullAway.Init") // made by up()
  private OpenstackCloud cloud;

  private static BootOverride once(Device device) {
    return new BootOverride(device, BootOverride.Lifetime.ONCE, BootOverride.Mode.OWN);
  }

  private Machine up(Rack rack, Settings settings) {
    project = new FakeProject(work, settings);
    cloud = project.up(rack);
    return cloud.machine("node-1");
  }

  @AfterEach
  void down() {
    cloud.close();
    project.close();
  }

  private Server server() {
    return cloud.server("node-1").orElseThrow();
  }

  private Boot lastBoot() {
    return project.stack().hypervisor().boots(server().id()).getLast();
  }

  /** The image that is on the volume which the server starts from; nothing where it has none. */
  private String inTheDrive() {
    Cinder cinder = project.project().cinder().orElseThrow();
    return lastBoot().media().stream()
        .filter(medium -> medium.deviceType().equals("cdrom"))
        .flatMap(medium -> cinder.find(medium.id()).orElseThrow().image().stream())
        .findFirst()
        .orElse("");
  }

  private int rebuilds() {
    return project
        .stack()
        .journal()
        .entries(entry -> entry.request().contains("\"rebuild\""))
        .size();
  }

  @ParameterizedTest
  @EnumSource(Firmware.class)
  void isWrittenOverTheVolumeInTheDrive(Firmware firmware) {
    Rack rack = RackExample.rack("lab", 1, firmware, Storage.VOLUME, Method.SCRIPT);
    Machine node = up(rack, Settings.DEFAULT);
    node.start(NETWORK);
    String ipxe = inTheDrive();

    node.insertMedia(CdExample.write(work.resolve("install.iso")).toUri());
    node.reset(NETWORK);
    assertThat(inTheDrive()).as("inserted, and not booted").isEqualTo(ipxe);
    node.reset(CD);
    String install = inTheDrive();
    assertThat(install).isNotEqualTo(ipxe).isNotEmpty();
    assertThat(lastBoot().rescue()).isFalse();
    assertThat(cloud.plan(Optional.of(rack), rack).isEmpty()).as("as `up` made it").isTrue();

    assertThat(rebuilds()).isEqualTo(1);
    node.stop();
    node.start(CD);
    assertThat(rebuilds()).as("it is in the drive already").isEqualTo(1);

    node.insertMedia(CdExample.write(work.resolve("other.iso")).toUri());
    node.reset(CD);
    assertThat(inTheDrive()).as("another CD").isNotEqualTo(install).isNotEqualTo(ipxe);

    node.stop();
    node.start(DISK);
    assertThat(inTheDrive()).isEqualTo(ipxe);
    assertThat(lastBoot().uefi()).isEqualTo(firmware == Firmware.UEFI);
    assertThat(rebuilds()).isEqualTo(3);
    node.reset(NETWORK);
    assertThat(rebuilds()).isEqualTo(3);
  }

  @Test
  void anEmptyDriveIsPassedOver() {
    Machine node =
        up(
            RackExample.rack("lab", 1, Firmware.BIOS, Storage.VOLUME, Method.SCRIPT),
            Settings.DEFAULT);
    node.start(CD);
    String ipxe = inTheDrive();
    node.insertMedia(CdExample.write(work.resolve("install.iso")).toUri());
    node.reset(CD);
    String install = inTheDrive();

    node.ejectMedia();
    assertThat(inTheDrive()).as("the machine runs on").isEqualTo(install).isNotEqualTo(ipxe);
    assertThat(project.project().glance().images())
        .noneMatch(image -> image.name().contains("node-1-cd"));
    node.reset(CD);
    assertThat(inTheDrive()).isEqualTo(ipxe);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "on local disks, SCRIPT, LOCAL, 1",
    "a node whose root is its disk, RESCUE, VOLUME, 1",
    "larger than the volume, SCRIPT, VOLUME, 0"
  })
  void isTheImageOfARescueElsewhere(String why, Method method, Storage storage, int gib) {
    Machine node = up(RackExample.rack("lab", 1, Firmware.BIOS, storage, method), Settings.DEFAULT);
    if (gib == 0) {
      project.project().nova().setMetadata(server().id(), Map.of("anyrack:cd-gib", "0"));
    }
    node.insertMedia(CdExample.write(work.resolve("install.iso")).toUri());
    node.start(CD);
    assertThat(lastBoot().rescue()).as(why).isTrue();
    node.reset(DISK);
    assertThat(lastBoot().rescue()).isFalse();
    assertThat(rebuilds()).isZero();
    node.ejectMedia();
    node.reset(CD);
    assertThat(lastBoot().rescue()).as("an empty drive is passed over").isFalse();
  }
}
