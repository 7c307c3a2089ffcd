package io.anyrack.cli.site;

import io.anyrack.cli.host.Host;
import io.anyrack.openstack.doctor.Finding;
import io.anyrack.openstack.doctor.Prospect;
import io.anyrack.openstack.doctor.Report;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.OpenFiles;
import io.anyrack.service.Site;
import io.anyrack.service.state.StateDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The clouds this program knows: which one a rack means, and how it is reached. */
public final class Sites {
  private Sites() {}

  /** Opens the site of the rack whose state is in {@code state}, whatever its cloud is. */
  public static Site.Opener opener(Host host, StateDirectory state) {
    Site.Opener local = LocalSite.opener(host, state);
    return (rack, nodes, log) ->
        switch (rack.cloud()) {
          case CloudSpec.Local _ -> local.open(rack, nodes, log);
          case CloudSpec.Openstack spec -> OpenstackSite.open(host, state, spec, rack, nodes, log);
        };
  }

  /** The rack with the addresses that its nodes' ports have in the cloud, where there are any. */
  public static Rack withAddresses(CloudAccess access, Rack rack) {
    return rack.cloud() instanceof CloudSpec.Openstack spec
        ? OpenstackSite.withAddresses(access.config(spec), rack)
        : rack;
  }

  /**
   * The rack with a place for its boot server, where its file leaves it.
   *
   * @param applied the rack as it was applied before
   */
  public static Rack place(CloudAccess access, Rack rack, Optional<Rack> applied) {
    return rack.cloud() instanceof CloudSpec.Openstack spec
        ? BootPlace.complete(rack, applied, () -> access.config(spec).authUrl())
        : rack;
  }

  /**
   * The same where it is known without a guess: the file says it, or it was applied from here. Else
   * the rack as it is.
   */
  public static Rack placeIfKnown(Rack rack, Optional<Rack> applied) {
    return BootPlace.ifKnown(rack, applied);
  }

  /**
   * Has the cloud's DHCP tell a node's ports what belongs to a phase of its installation; where the
   * rack's own service answers DHCP, that does it.
   *
   * @return how many ports were changed
   */
  public static int putIntoPhase(CloudAccess access, Rack rack, NodeSpec node, Phase phase) {
    return rack.cloud() instanceof CloudSpec.Openstack spec
        ? OpenstackSite.putIntoPhase(access.config(spec), rack, node, phase)
        : 0;
  }

  /**
   * What has to be done so that the rack is as {@code wanted} says; its cloud is asked where it
   * knows.
   */
  public static Planned plan(Host host, CloudAccess access, Optional<Rack> applied, Rack wanted) {
    return switch (wanted.cloud()) {
      case CloudSpec.Local _ -> offline(applied, wanted);
      case CloudSpec.Openstack spec -> OpenstackSite.plan(host, access, spec, applied, wanted);
    };
  }

  /**
   * What has to be done, as far as this can be told without asking a cloud.
   *
   * @throws IllegalArgumentException if the two are not the same rack
   */
  public static Planned offline(Optional<Rack> applied, Rack wanted) {
    return new Planned(
        Plan.between(applied, wanted),
        wanted.cloud() instanceof CloudSpec.Openstack ? Prospect.offline(wanted) : Prospect.NONE);
  }

  /**
   * The cloud of a rack whose service runs on one of its servers.
   *
   * @throws IllegalArgumentException if its cloud has no servers
   */
  public static Tenancy tenancy(Host host, CloudAccess access, Rack rack) {
    return switch (rack.cloud()) {
      case CloudSpec.Local _ ->
          throw new IllegalArgumentException("the service of a rack on 'local' runs here");
      case CloudSpec.Openstack spec -> OpenstackSite.tenancy(host, access, spec, rack);
    };
  }

  /**
   * The images in the CD drives of a rack whose service runs on one of its servers, and may not
   * make them.
   *
   * @throws IllegalArgumentException if its cloud has no servers
   */
  public static ProjectDiscs discs(Host host, CloudAccess access, Rack rack) {
    return switch (rack.cloud()) {
      case CloudSpec.Local _ ->
          throw new IllegalArgumentException("the service of a rack on 'local' runs here");
      case CloudSpec.Openstack spec -> OpenstackSite.discs(host, access, spec, rack);
    };
  }

  /**
   * Destroys what a rack left whose service does not run any more, whatever state it is in.
   *
   * @return what it took, a line each
   */
  public static List<String> destroy(
      Host host, CloudAccess access, StateDirectory state, CloudSpec spec, Progress progress) {
    return switch (spec) {
      case CloudSpec.Local _ -> {
        LocalSite.destroy(host, state, progress);
        yield List.of();
      }
      case CloudSpec.Openstack openstack ->
          OpenstackSite.destroy(
              host, access, openstack, state.root().getFileName().toString(), progress);
    };
  }

  /**
   * Finds out whether a rack can be had on a cloud, without leaving anything behind.
   *
   * @param rack empty: what the cloud can do for any rack; OpenStack only
   */
  public static Report examine(Host host, Optional<Rack> rack, CloudSpec spec, Progress progress) {
    Report report =
        switch (spec) {
          case CloudSpec.Local _ -> LocalSite.examine(host, rack.orElseThrow());
          case CloudSpec.Openstack openstack ->
              OpenstackSite.examine(host, openstack, rack, progress);
        };
    List<Finding> findings = new ArrayList<>(report.findings());
    rack.filter(here -> here.bmc().placement() instanceof BmcSpec.Placement.Here)
        .flatMap(OpenFiles.ofProcess()::lack)
        .ifPresent(
            lack -> findings.add(new Finding(Probe.Severity.PROBLEM, "open files", lack, "")));
    return new Report(findings, report.choices());
  }
}
