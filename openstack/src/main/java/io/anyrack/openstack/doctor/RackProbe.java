package io.anyrack.openstack.doctor;

import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.resource.NodeShapes;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Probe.Severity;
import io.anyrack.rack.model.Rack;
import java.util.function.Function;

/**
 * Looks whether a project can hold a rack, before anything is made: by asking only, where {@link
 * Doctor} also tries. Thread-safe.
 */
public final class RackProbe implements Function<Rack, Probe> {
  private final Project project;
  private final NodeShapes shapes;

  /**
   * A probe.
   *
   * @param project what is looked at
   * @param shapes decides how nodes would be made
   */
  public RackProbe(Project project, NodeShapes shapes) {
    this.project = project;
    this.shapes = shapes;
  }

  /**
   * What was found.
   *
   * @throws io.anyrack.rack.cloud.CloudException if the project cannot be asked
   */
  @Override
  public Probe apply(Rack rack) {
    Notes notes = new Notes();
    Trials none = new Trials(notes);
    AccountCheck account = new AccountCheck(project, notes, none);
    account.identity();
    account.services();
    account.computeVersion();
    RackCheck fit = new RackCheck(project, shapes, notes);
    fit.hardware(rack, Doctor.facts(project));
    return new Probe(
        notes.findings().stream()
            // What this rack does not use is no cost of it.
            .filter(finding -> finding.severity() != Severity.WARNING)
            .map(
                finding ->
                    new Probe.Finding(
                        finding.severity(),
                        finding.subject(),
                        finding.found() + ": " + finding.meaning()))
            .toList());
  }
}
