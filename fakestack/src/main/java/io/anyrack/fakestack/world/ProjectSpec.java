package io.anyrack.fakestack.world;

import java.util.List;

/**
 * A project with one user of its own.
 *
 * @param name of the project and of its user, both in the domain Default
 * @param password of the user; a constant of tests, no secret
 * @param roles what the user is there: {@code member} for an ordinary tenant
 */
public record ProjectSpec(String name, String password, List<String> roles) {
  public ProjectSpec {
    roles = List.copyOf(roles);
  }

  /** Two ordinary tenants, and the operator. */
  public static final List<ProjectSpec> DEFAULT =
      List.of(
          new ProjectSpec("rack", "rack-secret", List.of("member", "reader")),
          new ProjectSpec("rack2", "rack-secret", List.of("member", "reader")),
          new ProjectSpec("admin", "admin-secret", List.of("admin", "member", "reader")));
}
