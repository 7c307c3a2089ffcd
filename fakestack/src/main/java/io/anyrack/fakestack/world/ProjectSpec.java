package io.anyrack.fakestack.world;

import java.util.List;

/**
 * A project with one user, who may be that of others, too.
 *
 * @param name of the project, in the domain Default, as its user is
 * @param user the user's name
 * @param password of the user; a constant of tests, no secret
 * @param roles what the user is there: {@code member} for an ordinary tenant
 */
public record ProjectSpec(String name, String user, String password, List<String> roles) {
  public ProjectSpec {
    roles = List.copyOf(roles);
  }

  /** A project with a user of its own, who is called as it is. */
  public ProjectSpec(String name, String password, List<String> roles) {
    this(name, name, password, roles);
  }

  /** Two ordinary tenants, and the operator. */
  public static final List<ProjectSpec> DEFAULT =
      List.of(
          new ProjectSpec("rack", "rack-secret", List.of("member", "reader")),
          new ProjectSpec("rack2", "rack-secret", List.of("member", "reader")),
          new ProjectSpec("admin", "admin-secret", List.of("admin", "member", "reader")));
}
