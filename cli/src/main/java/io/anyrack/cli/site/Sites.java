package io.anyrack.cli.site;

import io.anyrack.cli.host.Host;
import io.anyrack.openstack.doctor.Doctor;
import io.anyrack.openstack.doctor.Report;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import io.anyrack.service.Site;
import io.anyrack.service.state.StateDirectory;
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
          case CloudSpec.Openstack spec ->
              OpenstackSite.open(CloudAccess.of(host, state), spec, state, rack, nodes, log);
        };
  }

  /**
   * The rack with what its cloud's configuration says and its file leaves open: the cloud's name
   * and the place of the boot server.
   *
   * @param applied the rack as it was applied before
   * @param name the cloud's name as the user gave it to the command
   */
  public static Rack complete(
      CloudAccess access, Rack rack, Optional<Rack> applied, Optional<String> name) {
    Rack named = access.named(rack, name);
    return named.cloud() instanceof CloudSpec.Openstack spec
        ? BootPlace.complete(named, applied, () -> access.config(spec).authUrl())
        : named;
  }

  /**
   * What has to be done so that the rack is as {@code wanted} says; its cloud is asked where it
   * knows.
   */
  public static Plan plan(CloudAccess access, Optional<Rack> applied, Rack wanted) {
    return switch (wanted.cloud()) {
      case CloudSpec.Local _ -> Plan.between(applied, wanted);
      case CloudSpec.Openstack spec -> {
        try (Cloud cloud = OpenstackSite.cloud(access, spec, wanted.name()).cloud()) {
          yield cloud.plan(applied, wanted);
        }
      }
    };
  }

  /**
   * Destroys what a rack left whose service does not run any more, whatever state it is in.
   *
   * @return what it took, a line each
   */
  public static List<String> destroy(
      Host host,
      CloudAccess access,
      StateDirectory state,
      CloudSpec spec,
      Progress progress) {
    switch (spec) {
      case CloudSpec.Local _ -> {
        LocalSite.destroy(host, state, progress);
        return List.of();
      }
      case CloudSpec.Openstack openstack -> {
        String rack = state.root().getFileName().toString();
        try (Cloud cloud = OpenstackSite.cloud(access, openstack, rack).cloud()) {
          cloud.destroy(progress);
          return cloud.account();
        }
      }
    }
  }

  /**
   * Finds out whether a rack can be had on a cloud, without leaving anything behind.
   *
   * @param rack empty: what the cloud can do for any rack; OpenStack only
   */
  public static Report examine(
      Host host, Optional<Rack> rack, CloudSpec spec, Progress progress) {
    return switch (spec) {
      case CloudSpec.Local _ -> LocalSite.examine(host, rack.orElseThrow());
      case CloudSpec.Openstack openstack -> {
        try (Project project = Project.open(CloudAccess.here(host).config(openstack))) {
          yield new Doctor(project, OpenstackSite.shapes(host)).examine(rack, progress);
        }
      }
    };
  }
}
