package io.anyrack.cli.remote;

import io.anyrack.openstack.config.Identity;
import io.anyrack.openstack.http.ForbiddenException;
import io.anyrack.openstack.keystone.AccessRule;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The application credential of a rack's service: known by the rack's tag in its description, good
 * for the service's calls and nothing else.
 */
final class ServiceCredential {
  private final Project project;
  private final String rack;
  private final ServiceRules.Sync sync;
  private final InstantSource time;

  /**
   * The credential of a rack.
   *
   * @param project as its user
   * @param sync what of address sync the service does
   * @param time makes names unique
   */
  ServiceCredential(Project project, String rack, ServiceRules.Sync sync, InstantSource time) {
    this.project = project;
    this.rack = rack;
    this.sync = sync;
    this.time = time;
  }

  private List<AccessRule> rules() {
    return ServiceRules.of(project.config(), project.keystone().token().catalogue(), sync);
  }

  /** Whether the credential with this id is there and good for the service's calls. */
  boolean isGood(String id) {
    Set<AccessRule> wanted = new HashSet<>(rules());
    return ours().stream()
        .anyMatch(
            credential ->
                credential.id().equals(id) && new HashSet<>(credential.rules()).equals(wanted));
  }

  /**
   * Makes a new one.
   *
   * @return with its secret
   * @throws RemoteException if the cloud does not let this user
   */
  ApplicationCredential make() {
    try {
      return project
          .keystone()
          .createCredential(
              "anyrack-" + rack + "-service-" + time.millis(),
              description(),
              rules(),
              Optional.empty());
    } catch (ForbiddenException e) {
      throw new RemoteException(
          "the service on the rack's server needs an application credential of its own, and the"
              + " cloud does not let you make one: "
              + e.getMessage()
              + (project.config().identity() instanceof Identity.ApplicationCredential
                  ? " (you are logged in with an application credential yourself: use a password,"
                      + " or one made with --unrestricted)"
                  : "")
              + "; or run the service here: bmc: {placement: here}",
          e);
    }
  }

  /** Deletes all of the rack's but the one with this id. */
  void deleteOthers(String id) {
    ours().stream()
        .filter(credential -> !credential.id().equals(id))
        .forEach(project.keystone()::revoke);
    // Who was killed at this point left rules that no credential tells of any more.
    project
        .keystone()
        .deleteUnusedRules(
            ServiceRules.all(project.config(), project.keystone().token().catalogue()));
  }

  /** Deletes all of the rack's. */
  void delete() {
    deleteOthers("");
  }

  private String description() {
    return new RackTags(rack).description("service", "service");
  }

  private List<ApplicationCredential> ours() {
    String description = description();
    return project.keystone().credentials().stream()
        .filter(credential -> credential.description().equals(description))
        // The same user may have a rack of this name in another project, too.
        .filter(credential -> credential.project().equals(project.id()))
        .toList();
  }
}
