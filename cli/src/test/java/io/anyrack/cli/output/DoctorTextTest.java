package io.anyrack.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.openstack.doctor.Choice;
import io.anyrack.openstack.doctor.Finding;
import io.anyrack.openstack.doctor.Report;
import io.anyrack.rack.cloud.Probe.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTextTest {
  private static final Report REPORT =
      new Report(
          List.of(
              new Finding(Severity.FINE, "MTU", "up to 1450", "mtu: auto takes it"),
              new Finding(Severity.WARNING, "volumes", "no Cinder", "disks are the flavors' own"),
              new Finding(Severity.PROBLEM, "quota: servers", "1 of 2 free, 3 needed", "ask")),
          List.of(new Choice("node node-1", "boot method", "script", "script on volumes")));

  @Test
  void forPeople() {
    assertThat(DoctorText.table(REPORT))
        .isEqualTo(
            """
                     CHECK           FOUND                  MEANS
            ok       MTU             up to 1450             mtu: auto takes it
            cost     volumes         no Cinder              disks are the flavors' own
            PROBLEM  quota: servers  1 of 2 free, 3 needed  ask

            FOR          CHOICE       CHOSEN  BECAUSE
            node node-1  boot method  script  script on volumes
            """);
  }

  @Test
  void forPrograms() {
    assertThat(Documents.yaml(DoctorText.data(REPORT)))
        .startsWith("good: false\nfindings:\n- severity: ok\n  check: MTU\n")
        .contains("chosen: script\n");
    assertThat(REPORT.isGood()).isFalse();
  }
}
