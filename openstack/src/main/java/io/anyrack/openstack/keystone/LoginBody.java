package io.anyrack.openstack.keystone;

import io.anyrack.openstack.config.Identity;
import io.anyrack.openstack.config.Identity.Credential;
import io.anyrack.openstack.config.Identity.Named;
import io.anyrack.openstack.config.Identity.Scope;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What Keystone v3 wants at {@code POST /v3/auth/tokens}. */
final class LoginBody {
  private LoginBody() {}

  static ObjectNode of(Identity identity) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode auth = body.putObject("auth");
    ObjectNode proof = auth.putObject("identity");
    switch (identity) {
      case Identity.Password(var user, var password, var scope) -> {
        ObjectNode who = method(proof, "password").putObject("user");
        named(who, user);
        who.put("password", password.reveal());
        scope(auth, scope);
      }
      case Identity.ApplicationCredential(var credential, var secret) -> {
        ObjectNode which = method(proof, "application_credential");
        switch (credential) {
          case Credential.ById(var id) -> which.put("id", id);
          case Credential.ByName(var name, var user) -> {
            which.put("name", name);
            named(which.putObject("user"), user);
          }
        }
        which.put("secret", secret.reveal());
      }
      case Identity.Token(var token, var scope) -> {
        method(proof, "token").put("id", token.reveal());
        scope(auth, scope);
      }
    }
    return body;
  }

  private static ObjectNode method(ObjectNode proof, String method) {
    proof.putArray("methods").add(method);
    return proof.putObject(method);
  }

  private static void scope(ObjectNode auth, Scope scope) {
    if (scope instanceof Scope.Project(var project)) {
      named(auth.putObject("scope").putObject("project"), project);
    }
  }

  private static void named(ObjectNode object, Named named) {
    switch (named) {
      case Named.ById(var id) -> object.put("id", id);
      case Named.ByName(var name, var domain) -> {
        object.put("name", name);
        object.putObject("domain").put(domain.id() ? "id" : "name", domain.text());
      }
    }
  }

  /** Who asks, for people. */
  static String who(Identity identity) {
    return switch (identity) {
      case Identity.Password(var user, _, _) -> "user " + name(user);
      case Identity.ApplicationCredential(Credential.ById(var id), _) ->
          "application credential " + id;
      case Identity.ApplicationCredential(Credential.ByName(var name, var user), _) ->
          "application credential " + name + " of user " + name(user);
      case Identity.Token _ -> "the token";
    };
  }

  private static String name(Named named) {
    return switch (named) {
      case Named.ById(var id) -> id;
      case Named.ByName(var name, var domain) -> name + " of domain " + domain.text();
    };
  }
}
