package io.anyrack.openstack.doctor;

import io.anyrack.openstack.cinder.Cinder;
import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.resource.CloudFacts;
import io.anyrack.openstack.resource.NodeShape;
import io.anyrack.openstack.resource.NodeShapes;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.Rack;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what a project can do, with and without a rack in mind. What it makes for that carries
 * a tag and is gone afterwards. Used by one thread.
 */
public final class Doctor {
  private final Project project;
  private final NodeShapes shapes;

  /**
   * A doctor.
   *
   * @param project what is looked at
   * @param shapes decides how nodes would be made
   */
  public Doctor(Project project, NodeShapes shapes) {
    this.project = project;
    this.shapes = shapes;
  }

  /**
   * Looks at everything.
   *
   * @param rack what shall fit; empty: only the project itself is looked at
   * @param progress is told what is looked at
   */
  public Report examine(Optional<Rack> rack, Progress progress) {
    Notes notes = new Notes();
    RackCheck fit = new RackCheck(project, shapes, notes);
    try (Trials trials = new Trials(notes)) {
      AccountCheck account = new AccountCheck(project, notes, trials);
      account.identity(); // where this fails, the rest would say the same
      step(progress, notes, "services", account::services);
      step(progress, notes, "compute version", account::computeVersion);
      LeftoverCheck leftovers = new LeftoverCheck(project, notes);
      step(progress, notes, "leftovers", leftovers::clean);
      step(progress, notes, "racks here", leftovers::racks);
      step(progress, notes, "volumes", () -> volumes(notes));
      // Before anything is made that would count, too.
      rack.ifPresent(
          each -> step(progress, notes, "the rack", () -> fit.hardware(each, facts(project))));
      NetworkCheck networks = new NetworkCheck(project.neutron(), notes, trials);
      step(progress, notes, "network extensions", networks::extensions);
      step(
          progress,
          notes,
          "networks",
          () -> {
            NetworkCheck.Learnt learnt = networks.tried();
            rack.ifPresent(each -> fit.networks(each, learnt));
          });
      step(progress, notes, "images", new ImageCheck(project.glance(), notes, trials)::properties);
      step(progress, notes, "access rules", account::accessRules);
      step(progress, notes, "serial console", () -> console(notes));
    }
    return new Report(notes.findings(), fit.choices());
  }

  /**
   * How a rack would be made: asks only, and makes nothing.
   *
   * @throws io.anyrack.rack.cloud.CloudException if it cannot be made
   */
  public Prospect prospect(Rack rack) {
    CloudFacts facts = facts(project);
    Map<String, NodeShape> all = new HashMap<>();
    rack.nodes().forEach(node -> all.put(node.name(), shapes.shape(node, rack, facts)));
    return Prospect.of(rack, all);
  }

  private static void step(Progress progress, Notes notes, String subject, Runnable look) {
    progress.step("doctor", subject, Progress.State.STARTED);
    notes.look(subject, look);
    progress.step("doctor", subject, Progress.State.DONE);
  }

  /** What shapes of nodes depend on. */
  static CloudFacts facts(Project project) {
    return new CloudFacts(
        project.nova().microversion(),
        project.cinder().isPresent(),
        project.nova().flavors(),
        project.glance().images());
  }

  private void volumes(Notes notes) {
    Optional<Cinder> cinder = project.cinder();
    if (cinder.isEmpty()) {
      notes.warning(
          "volumes",
          "no Cinder",
          "disks are the flavors' own: no volumes:, and script needs a flavor with ephemeral disk");
      return;
    }
    notes.fine(
        "volumes",
        "types: " + String.join(", ", cinder.get().types()),
        "disks are volumes: they outlive their servers and come in any size");
  }

  /**
   * Nova tells it only for a server that runs, so a node of a rack is asked for, if there is one.
   */
  private void console(Notes notes) {
    Optional<Server> running =
        project.nova().servers().stream()
            .filter(server -> server.status().equals("ACTIVE"))
            .filter(server -> server.tags().stream().anyMatch(t -> t.startsWith(RackTags.PREFIX)))
            .findFirst();
    if (running.isEmpty()) {
      notes.fine(
          "serial console",
          "not known before a node runs",
          "without it consoles and SOL show the log of the serial line and take no input");
      return;
    }
    try {
      String scheme = project.nova().serialConsole(running.get().id()).getScheme();
      notes.fine(
          "serial console",
          "yes, over " + scheme,
          "consoles and SOL show the serial line and take input; one client of the cloud has it at"
              + " a time");
    } catch (ApiException e) {
      notes.fine(
          "serial console",
          "no: " + e.refusal().says(),
          "consoles and SOL show the log of the serial line and take no input");
    }
  }
}
