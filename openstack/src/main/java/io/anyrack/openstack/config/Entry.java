package io.anyrack.openstack.config;

import io.anyrack.openstack.config.Identity.Credential;
import io.anyrack.openstack.config.Identity.Domain;
import io.anyrack.openstack.config.Identity.Named;
import io.anyrack.openstack.config.Identity.Scope;
import io.anyrack.rack.model.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An entry of {@code clouds.yaml}, to be understood.
 *
 * @param name what it is called
 * @param top its content
 * @param where in which file
 * @param environment for a password that is in no file, and the user's home
 */
record Entry(String name, Map<String, Object> top, String where, Environment environment) {
  /** The end of keys that replace the catalogue's URL of a service. */
  static final String OVERRIDE = "_endpoint_override";

  private static final Set<String> NO = Set.of("false", "no", "0", "off");

  CloudConfig config(Optional<String> region) {
    return new CloudConfig(
        name,
        authUrl(),
        identity(),
        region.or(() -> text(top, "region_name")).or(this::firstRegion),
        face(),
        text(top, "cacert").map(this::certificates),
        verify(),
        endpoints());
  }

  private URI authUrl() {
    String url =
        auth("auth_url").orElseThrow(() -> missing("auth_url", "Keystone's URL", "OS_AUTH_URL"));
    return url("auth.auth_url", url);
  }

  private URI url(String key, String text) {
    try {
      URI uri = URI.create(text.strip());
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below, together with URLs of the wrong kind.
    }
    throw wrong(key + " is not an http or https URL: " + text);
  }

  private Identity identity() {
    String type = text(top, "auth_type").orElseGet(this::guessedType);
    return switch (type) {
      case "password", "v3password" -> new Identity.Password(user(), password(), scope());
      case "v3applicationcredential" ->
          new Identity.ApplicationCredential(
              credential(),
              new Secret(
                  auth("application_credential_secret")
                      .orElseThrow(
                          () ->
                              missing(
                                  "application_credential_secret",
                                  "the credential's secret",
                                  "OS_APPLICATION_CREDENTIAL_SECRET"))));
      case "token", "v3token" ->
          new Identity.Token(
              new Secret(auth("token").orElseThrow(() -> missing("token", "a token", "OS_TOKEN"))),
              scope());
      default ->
          throw wrong(
              "auth_type "
                  + type
                  + " is not known: password, v3applicationcredential and token are");
    };
  }

  private String guessedType() {
    if (auth("application_credential_id")
        .or(() -> auth("application_credential_name"))
        .isPresent()) {
      return "v3applicationcredential";
    }
    return auth("token").isPresent() ? "token" : "password";
  }

  private Secret password() {
    return new Secret(
        auth("password")
            .or(() -> environment.get("OS_PASSWORD"))
            .orElseThrow(
                () -> missing("password", "the password, best in secure.yaml", "OS_PASSWORD")));
  }

  private Named user() {
    return named("user", "username", "user_id")
        .orElseThrow(() -> missing("username", "who asks", "OS_USERNAME"));
  }

  private Scope scope() {
    return named("project", "project_name", "project_id")
        .or(() -> named("project", "tenant_name", "tenant_id"))
        .<Scope>map(Scope.Project::new)
        .orElseGet(Scope.AsIs::new);
  }

  private Credential credential() {
    return auth("application_credential_id")
        .<Credential>map(Credential.ById::new)
        .or(() -> auth("application_credential_name").map(this::credentialByName))
        .orElseThrow(
            () ->
                missing(
                    "application_credential_id",
                    "which application credential",
                    "OS_APPLICATION_CREDENTIAL_ID"));
  }

  private Credential credentialByName(String credential) {
    return new Credential.ByName(credential, user());
  }

  private Optional<Named> named(String kind, String nameKey, String idKey) {
    return auth(idKey)
        .<Named>map(Named.ById::new)
        .or(() -> auth(nameKey).map(text -> new Named.ByName(text, domain(kind))));
  }

  /** Keystone's own default is the domain with the id {@code default}. */
  private Domain domain(String kind) {
    return auth(kind + "_domain_id")
        .map(id -> new Domain(true, id))
        .or(() -> auth(kind + "_domain_name").map(text -> new Domain(false, text)))
        .or(() -> auth("default_domain").map(id -> new Domain(true, id)))
        .or(() -> auth("domain_id").map(id -> new Domain(true, id)))
        .or(() -> auth("domain_name").map(text -> new Domain(false, text)))
        .orElseGet(() -> new Domain(true, "default"));
  }

  private String face() {
    String text =
        text(top, "interface").or(() -> text(top, "endpoint_type")).orElse("public").strip();
    String face = text.replace("URL", "").toLowerCase(Locale.ROOT);
    if (!Set.of("public", "internal", "admin").contains(face)) {
      throw wrong("interface " + text + " is not known: public, internal and admin are");
    }
    return face;
  }

  private boolean verify() {
    boolean checked = text(top, "verify").map(text -> !NO.contains(lower(text))).orElse(true);
    boolean insecure = text(top, "insecure").map(text -> !NO.contains(lower(text))).orElse(false);
    return checked && !insecure;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private Path certificates(String text) {
    return environment.path(text);
  }

  private Optional<String> firstRegion() {
    if (!(top.get("regions") instanceof List<?> regions) || regions.isEmpty()) {
      return Optional.empty();
    }
    return regions.getFirst() instanceof Map<?, ?> region
        ? text(YamlFile.keyed(region), "name")
        : Optional.of(regions.getFirst().toString());
  }

  /** By the catalogue's service types, which have hyphens. */
  private Map<String, String> endpoints() {
    Map<String, String> endpoints = new LinkedHashMap<>();
    for (String key : top.keySet()) {
      if (key.endsWith(OVERRIDE)) {
        String service = key.substring(0, key.length() - OVERRIDE.length()).replace('_', '-');
        text(top, key).ifPresent(text -> endpoints.put(service, url(key, text).toString()));
      }
    }
    return endpoints;
  }

  private Optional<String> auth(String key) {
    Stream<Map<String, Object>> places =
        top.get("auth") instanceof Map<?, ?> auth
            ? Stream.of(YamlFile.keyed(auth), top)
            : Stream.of(top);
    return places.flatMap(place -> text(place, key).stream()).findFirst();
  }

  private static Optional<String> text(Map<String, Object> map, String key) {
    return Optional.ofNullable(map.get(key))
        .filter(value -> !(value instanceof Map) && !(value instanceof List))
        .map(Object::toString)
        .filter(text -> !text.isEmpty());
  }

  private ConfigException missing(String key, String meaning, String variable) {
    return wrong("auth." + key + " is missing: write " + meaning + " there, or set " + variable);
  }

  private ConfigException wrong(String what) {
    return new ConfigException("cloud " + name + " in " + where + ": " + what);
  }
}
