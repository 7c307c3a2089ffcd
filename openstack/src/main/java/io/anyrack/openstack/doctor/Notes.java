package io.anyrack.openstack.doctor;

import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Probe.Severity;
import java.util.ArrayList;
import java.util.List;

/** Takes down what is found. Used by one thread. */
final class Notes {
  private final List<Finding> findings = new ArrayList<>();

  /** As it should be. */
  void fine(String subject, String found, String meaning) {
    findings.add(new Finding(Severity.FINE, subject, found, meaning));
  }

  /** Works, with a cost. */
  void warning(String subject, String found, String meaning) {
    findings.add(new Finding(Severity.WARNING, subject, found, meaning));
  }

  /** The rack cannot be had. */
  void problem(String subject, String found, String meaning) {
    findings.add(new Finding(Severity.PROBLEM, subject, found, meaning));
  }

  /** One or the other. */
  void judge(boolean good, String subject, String found, String meaning) {
    findings.add(new Finding(good ? Severity.FINE : Severity.PROBLEM, subject, found, meaning));
  }

  /** Looks at something; where the cloud does not let us, that is what was found. */
  void look(String subject, Runnable look) {
    try {
      look.run();
    } catch (CloudException e) {
      problem(subject, "cannot be asked", String.valueOf(e.getMessage()));
    }
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
