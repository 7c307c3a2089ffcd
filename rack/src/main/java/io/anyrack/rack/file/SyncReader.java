package io.anyrack.rack.file;

import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.model.SyncSpec;
import io.anyrack.rack.model.SyncSpec.Kind;
import io.anyrack.rack.model.SyncSpec.Source;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code sync}. */
final class SyncReader {
  private static final int MOST = 16;

  private final CloudRules rules;
  private final Set<String> roles;

  /** For nodes of these roles. */
  SyncReader(CloudRules rules, Set<String> roles) {
    this.rules = rules;
    this.roles = Set.copyOf(roles);
  }

  Optional<SyncSpec> read(Value value) {
    return value
        .section(Keys.SYNC)
        .map(
            section ->
                new SyncSpec(
                    section.require("sources", "[{static: list.yaml}]").stream()
                        .flatMap(sources -> sources(sources).stream())
                        .toList(),
                    section.get("vip-roles").map(this::vipRoles).orElse(Set.of())));
  }

  private List<Source> sources(Value value) {
    List<Value> entries = value.list().orElse(List.of());
    if (value.isList() && (entries.isEmpty() || entries.size() > MOST)) {
      value.problem("sources are " + entries.size() + "; a rack has 1 to " + MOST);
    }
    return entries.stream().flatMap(entry -> source(entry).stream()).toList();
  }

  private Optional<Source> source(Value value) {
    Optional<Section> section = value.section(Keys.SYNC_SOURCE);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    rules.onlyLocal(section.get(), "observed", "name who gives the addresses");
    if (section.get().entries().size() != 1) {
      value.problem(
          "a source has "
              + section.get().entries().size()
              + " kinds; it has one, an example: {static: list.yaml}");
      return Optional.empty();
    }
    return Arrays.stream(Kind.values())
        .flatMap(kind -> section.get().get(kind.word()).flatMap(at -> source(kind, at)).stream())
        .findFirst();
  }

  /** A file may come later: an installer writes it when it is there itself. */
  private static Optional<Source> source(Kind kind, Value at) {
    Optional<String> place =
        switch (kind) {
          case STATIC, DNSMASQ_HOSTS, DNSMASQ_LEASES -> References.path(at).map(Object::toString);
          case NEUTRON -> Names.cloudName(at);
          case OBSERVED -> at.parsed(IpPrefix::parse, "192.0.2.0/28").map(IpPrefix::toString);
        };
    return place.map(text -> new Source(kind, text));
  }

  private Set<String> vipRoles(Value value) {
    Set<String> named = new HashSet<>();
    for (Value entry : value.oneOrMore()) {
      entry
          .text()
          .ifPresent(
              role -> {
                if (!roles.contains(role)) {
                  entry.problem(
                      "no node has the role '" + role + "'; " + Spelling.hint(role, roles));
                }
                named.add(role);
              });
    }
    return named;
  }
}
