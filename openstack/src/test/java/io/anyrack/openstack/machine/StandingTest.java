package io.anyrack.openstack.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.cloud.Observation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a BMC says of a server. */
class StandingTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          server              | told
          ACTIVE              | running
          ACTIVE out          | stopped
          ACTIVE powering-off | on, powering-off
          ACTIVE reboot_started_hard | on, reboot started hard
          HARD_REBOOT reboot_started_hard | on, reboot started hard
          REBUILD rebuild_spawning | on, rebuild spawning
          SHUTOFF             | stopped
          SHUTOFF powering-on | off, powering-on
          RESCUE              | running
          RESCUE out          | stopped
          RESCUE unrescuing   | on, unrescuing
          BUILD spawning      | off, spawning
          BUILD               | off, being built
          SHELVED_OFFLOADED   | stopped
          SHELVED             | stopped
          PAUSED              | paused
          SUSPENDED           | broken off: suspended in the cloud; power on lets it go on
          ERROR               | broken off: in ERROR in the cloud: No valid host was found.; a reset may mend it
          UNHEARD_OF          | broken on: in state UNHEARD_OF
          DELETED             | missing
          SOFT_DELETED        | missing
          """)
  void tells(String server, String told) {
    assertThat(text(Standing.observation(ServerExample.in(server).server()))).isEqualTo(told);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          server              | told
          ACTIVE              | broken on: locked in the cloud; openstack server unlock
          RESCUE              | broken on: locked in the cloud; openstack server unlock
          SHUTOFF             | broken off: locked in the cloud; openstack server unlock
          SHELVED_OFFLOADED   | broken off: locked in the cloud; openstack server unlock
          PAUSED              | broken on: locked in the cloud; openstack server unlock
          ERROR               | broken off: in ERROR and locked in the cloud; openstack server unlock
          ACTIVE powering-off | on, powering-off
          DELETED             | missing
          """)
  void tellsThatSomebodyLockedIt(String server, String told) {
    assertThat(text(Standing.observation(ServerExample.in(server).whenLocked().server())))
        .startsWith(told);
  }

  private static String text(Observation observation) {
    return switch (observation) {
      case Observation.Running _ -> "running";
      case Observation.Paused _ -> "paused";
      case Observation.Stopped _ -> "stopped";
      case Observation.Missing _ -> "missing";
      case Observation.Changing(String what, boolean on) -> (on ? "on, " : "off, ") + what;
      case Observation.Broken(String why, boolean on) -> "broken " + (on ? "on: " : "off: ") + why;
    };
  }
}
