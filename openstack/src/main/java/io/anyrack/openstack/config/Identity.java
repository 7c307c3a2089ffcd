package io.anyrack.openstack.config;

import io.anyrack.rack.model.Secret;

/** Who asks, and how that is proved. */
public sealed interface Identity {

  /**
   * A user with a password.
   *
   * @param user who
   * @param password hidden
   * @param scope for what
   */
  record Password(Named user, Secret password, Scope scope) implements Identity {}

  /**
   * An application credential: it has its project in itself.
   *
   * @param credential its id, or its name with the user's domain and the user
   * @param secret hidden
   */
  record ApplicationCredential(Credential credential, Secret secret) implements Identity {}

  /**
   * A token somebody else got.
   *
   * @param token hidden
   * @param scope for what; {@link Scope.AsIs}: as the token has it
   */
  record Token(Secret token, Scope scope) implements Identity {}

  /** Which application credential. */
  sealed interface Credential {
    /** By id. */
    record ById(String id) implements Credential {}

    /** By name: unique for a user. */
    record ByName(String name, Named user) implements Credential {}
  }

  /** For what a token holds. */
  sealed interface Scope {
    /** A project. */
    record Project(Named project) implements Scope {}

    /** As the token or Keystone's default has it. */
    record AsIs() implements Scope {}
  }

  /** A user or a project. */
  sealed interface Named {
    /** By id. */
    record ById(String id) implements Named {}

    /** By name in a domain. */
    record ByName(String name, Domain domain) implements Named {}
  }

  /**
   * A domain.
   *
   * @param id whether {@code text} is an id; else a name
   * @param text which one
   */
  record Domain(boolean id, String text) {}
}
