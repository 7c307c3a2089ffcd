package io.anyrack.openstack.doctor;

import io.anyrack.openstack.config.Identity;
import io.anyrack.openstack.http.ApiException;
import io.anyrack.openstack.http.Microversion;
import io.anyrack.openstack.keystone.ApplicationCredential;
import io.anyrack.openstack.keystone.Catalogue;
import io.anyrack.openstack.keystone.Token;
import io.anyrack.openstack.project.Project;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who asks, what services there are and in which versions, and what they may be given on. */
final class AccountCheck {
  private static final Microversion TAGS = new Microversion(2, 52);
  private static final Microversion RESCUE_OF_VOLUMES = new Microversion(2, 87);
  private static final Microversion REBUILD_OF_VOLUMES = new Microversion(2, 93);
  private static final List<String> NEEDED = List.of("compute", "network", "image");

  private final Project project;
  private final Notes notes;
  private final Trials trials;

  AccountCheck(Project project, Notes notes, Trials trials) {
    this.project = project;
    this.notes = notes;
    this.trials = trials;
  }

  /** Logs in. */
  void identity() {
    Token token = project.keystone().token();
    String how =
        switch (project.config().identity()) {
          case Identity.Password _ -> "password";
          case Identity.ApplicationCredential _ -> "application credential";
          case Identity.Token _ -> "token";
        };
    notes.judge(
        !token.projectId().isEmpty(),
        "identity",
        "user %s of project %s by %s, roles %s"
            .formatted(
                token.userName(), token.projectName(), how, String.join(", ", token.roles())),
        token.projectId().isEmpty()
            ? "the token is for no project; name one (project_name, OS_PROJECT_NAME)"
            : token.roles().contains("admin")
                ? "more rights than a rack needs: a member's will do"
                : "an ordinary member: enough");
  }

  /** What the catalogue has. */
  void services() {
    Catalogue catalogue = project.keystone().token().catalogue();
    Set<String> types =
        catalogue.entries().stream()
            .map(Catalogue.Entry::type)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> regions =
        catalogue.entries().stream()
            .map(Catalogue.Entry::region)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> missing = NEEDED.stream().filter(type -> !types.contains(type)).toList();
    notes.judge(
        missing.isEmpty(),
        "services",
        String.join(", ", types),
        missing.isEmpty()
            ? "all that a rack needs"
            : "missing: "
                + String.join(", ", missing)
                + "; look at the region and the interface of the clouds.yaml entry");
    boolean chosen = project.config().region().isPresent();
    if (regions.size() > 1 && !chosen) {
      notes.warning(
          "region",
          String.join(", ", regions),
          "several: say which, in clouds.yaml (region_name) or the rack file (region)");
    }
  }

  /** What Nova and we agree on. */
  void computeVersion() {
    Microversion agreed = project.nova().microversion();
    notes.judge(
        agreed.atLeast(TAGS),
        "compute version",
        agreed.toString(),
        agreed.atLeast(TAGS)
            ? "servers get their tags as they are made"
            : "older than " + TAGS + ": servers cannot be tagged as they are made");
    version(
        agreed, RESCUE_OF_VOLUMES, "rescue of volumes", "the boot method rescue for nodes on them");
    version(
        agreed,
        REBUILD_OF_VOLUMES,
        "rebuild of volumes",
        "the boot method rebuild for nodes on them");
  }

  private void version(Microversion agreed, Microversion needed, String subject, String what) {
    if (agreed.atLeast(needed)) {
      notes.fine(subject, needed + " is there", what + " is possible");
    } else {
      notes.warning(subject, needed + " is not there", "not possible: " + what);
    }
  }

  /** Whether a service on a server could be given a credential that can do no more than it must. */
  void accessRules() {
    try {
      ApplicationCredential credential =
          project
              .keystone()
              .createCredential(
                  // Names are the user's, of all projects.
                  Trials.TAG + "-" + project.id(),
                  Trials.TAG,
                  List.of(Trials.RULE),
                  Optional.empty());
      trials.made(
          "the application credential " + credential.name(),
          () -> project.keystone().revoke(credential));
      notes.judge(
          !credential.rules().isEmpty(),
          "access rules",
          credential.rules().isEmpty() ? "ignored" : "application credentials have them",
          credential.rules().isEmpty()
              ? "a credential on a server could do all that you can; use placement: here"
              : "a service on a server of the rack gets a credential for its own calls only");
    } catch (ApiException e) {
      notes.warning(
          "access rules",
          "no application credential: " + e.getMessage(),
          "for a service on a server, give one that you have; placement: here needs none");
    }
  }
}
