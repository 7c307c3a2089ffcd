package io.anyrack.rack.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.address.Ipv4Address;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the values of a rack promise. */
class ModelTest {

  @Test
  void aSecretIsNotShown() {
    BmcSpec bmc =
        new BmcSpec(
            BmcSpec.Addressing.PER_PORT,
            Ipv4Address.parse("127.0.0.1"),
            0,
            new BmcSpec.Credentials.Given("admin", new Secret("BMC_PASSWORD", "hunter2")),
            Optional.empty(),
            new BmcSpec.Placement.Here(),
            BmcSpec.PowerOff.STOP);

    assertThat(bmc.toString()).contains("******").doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,ONCE,false",
    "PXE,DISABLED,false",
    "PXE,ONCE,true",
    "DISK,CONTINUOUS,true",
  })
  void aBootOverrideIsActiveWithADeviceAndALifetime(
      BootOverride.Device device, BootOverride.Lifetime lifetime, boolean active) {
    assertThat(new BootOverride(device, lifetime, BootOverride.Mode.UEFI).isActive())
        .isEqualTo(active);
  }
}
