package io.anyrack.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.fakestack.world.Settings;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootSpec.Method;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.model.NodeSpec.Storage;
import io.anyrack.rack.model.Rack;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that gives its place on a hypervisor back when it is off keeps its disk. */
class ShelvedDiskTest {
  private static final BootOverride DISK =
      new BootOverride(Device.DISK, BootOverride.Lifetime.ONCE, BootOverride.Mode.OWN);

  @TempDir Path work;

  @SuppressWarnings("NullAway.Init") // made by each test
  private FakeProject project;

  @SuppressWarnings("NullAway.Init") // made by each test
  private OpenstackCloud cloud;

  @AfterEach
  void down() {
    cloud.close();
    project.close();
  }

  private String server() {
    return cloud.server("node-1").orElseThrow().id();
  }

  @ParameterizedTest(name = "{1} with {0}, made for {2}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          storage | method  | made for | off
          volume  | script  | shelve   | SHELVED_OFFLOADED
          volume  | rescue  | shelve   | SHELVED_OFFLOADED
          local   | auto    | shelve   | SHELVED_OFFLOADED
          local   | rebuild | shelve   | SHELVED_OFFLOADED
          local   | script  | stop     | SHUTOFF
          """)
  void keepsItsDiskWhenItIsShelved(String storage, String method, String madeFor, String off) {
    Rack rack =
        RackExample.rack(
            "lab",
            1,
            Firmware.BIOS,
            Storage.valueOf(storage.toUpperCase(Locale.ROOT)),
            Method.valueOf(method.toUpperCase(Locale.ROOT)));
    Rack shelving = RackExample.shelving(rack);
    project = new FakeProject(work, Settings.DEFAULT);
    cloud = project.up(madeFor.equals("stop") ? rack : shelving);
    Machine node = project.cloud(shelving).machine("node-1");
    node.start(DISK);
    project.stack().hypervisor().writeDisk(server(), "an installation");

    node.stop();

    assertThat(project.project().nova().server(server()).status()).isEqualTo(off);
    node.start(DISK);
    assertThat(project.stack().hypervisor().readDisk(server())).contains("an installation");
  }

  @Test
  void isNotMadeWhereItsDiskWouldBeLost() {
    project = new FakeProject(work, Settings.DEFAULT.withoutCinder());
    Rack rack =
        RackExample.shelving(
            RackExample.rack("lab", 1, Firmware.BIOS, Storage.AUTO, Method.SCRIPT));
    cloud = project.cloud(rack);

    assertThatThrownBy(() -> cloud.plan(Optional.empty(), rack))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("node-1")
        .hasMessageContaining("`power-off: shelve` its disk would be lost");
  }
}
