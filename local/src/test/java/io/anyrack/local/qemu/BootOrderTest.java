package io.anyrack.local.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.anyrack.local.Racks;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BootOrderTest {

  static Stream<Arguments> overrides() {
    return Stream.of(
        argumentSet("no override", Device.NONE, Lifetime.DISABLED, "disk0 nic0 nic1 cd0"),
        argumentSet("disabled override", Device.PXE, Lifetime.DISABLED, "disk0 nic0 nic1 cd0"),
        argumentSet("network once", Device.PXE, Lifetime.ONCE, "nic0 nic1 disk0 cd0"),
        argumentSet("network always", Device.PXE, Lifetime.CONTINUOUS, "nic0 nic1 disk0 cd0"),
        argumentSet("a URL", Device.HTTP, Lifetime.ONCE, "nic0 nic1 disk0 cd0"),
        argumentSet("CD", Device.CDROM, Lifetime.ONCE, "cd0 disk0 nic0 nic1"),
        argumentSet("disk", Device.DISK, Lifetime.ONCE, "disk0 nic0 nic1 cd0"));
  }

  @ParameterizedTest
  @MethodSource("overrides")
  void putsTheOverrideFirst(Device device, Lifetime lifetime, String order) {
    var boot = new BootOverride(device, lifetime, Mode.LEGACY);

    assertThat(BootOrder.of(Racks.node("n", 2), boot).devices())
        .isEqualTo(List.of(order.split(" ")));
  }

  @ParameterizedTest
  @MethodSource("overrides")
  void givesEachDeviceAnIndexOfItsOwn(Device device, Lifetime lifetime, String order) {
    var boot = new BootOverride(device, lifetime, Mode.LEGACY);
    BootOrder result = BootOrder.of(Racks.node("n", 2), boot);

    assertThat(List.of(order.split(" ")).stream().map(result::index)).containsExactly(1, 2, 3, 4);
  }
}
