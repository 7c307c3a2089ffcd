package io.anyrack.netsync.source;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Said.Given;
import io.anyrack.rack.sync.Said.Meant;
import io.anyrack.rack.sync.Said.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The text of a static list.
 *
 * <pre>
 * addresses:                       # of single ports, by MAC
 *   00:16:3e:0a:0b:0c: 192.0.2.31
 *   00:16:3e:0a:0b:0d: [192.0.2.32, "2001:db8::32"]
 * shared:                          # used beside ports' own
 *   - 192.0.2.9
 *   - {address: 192.0.2.10, roles: [control]}
 *   - {address: 192.0.2.16/28, mac: "00:00:5e:00:01:01"}
 * </pre>
 */
final class ListText {
  private ListText() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is anything else; the message says where
   */
  static Said read(String text) {
    Object document;
    try {
      document =
          new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
              .loadFromString(text);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("no YAML: " + e.getMessage(), e);
    }
    Map<String, Object> top = map(document, "the file", Set.of("addresses", "shared"));
    List<Given> given = new ArrayList<>();
    map(top.getOrDefault("addresses", Map.of()), "addresses", Set.of())
        .forEach(
            (mac, addresses) ->
                texts(addresses, "addresses of " + mac)
                    .forEach(
                        address ->
                            given.add(new Given(MacAddress.parse(mac), IpAddress.parse(address)))));
    List<Shared> shared = new ArrayList<>();
    for (Object each : list(top.getOrDefault("shared", List.of()))) {
      shared.add(shared(each));
    }
    return new Said(given, shared);
  }

  private static Shared shared(Object entry) {
    if (entry instanceof String address) {
      return new Shared(IpPrefix.parse(address), Optional.empty(), new Meant.Everyone());
    }
    Map<String, Object> fields = map(entry, "shared", Set.of("address", "mac", "roles"));
    Object address = fields.getOrDefault("address", "");
    return new Shared(
        IpPrefix.parse(text(address, "address")),
        Optional.ofNullable(fields.get("mac")).map(mac -> MacAddress.parse(text(mac, "mac"))),
        fields.containsKey("roles")
            ? new Meant.Roles(Set.copyOf(texts(fields.getOrDefault("roles", List.of()), "roles")))
            : new Meant.Everyone());
  }

  /** The map with its keys as texts; with no keys named, any will do. */
  private static Map<String, Object> map(Object value, String where, Set<String> keys) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(where + " must be a map, such as addresses: {…}");
    }
    Map<String, Object> named =
        map.entrySet().stream()
            .filter(each -> Objects.nonNull(each.getValue()))
            .collect(Collectors.toMap(each -> text(each.getKey(), where), Map.Entry::getValue));
    named.keySet().stream()
        .filter(key -> !keys.isEmpty() && !keys.contains(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  where + " has no '" + key + "', but " + keys.stream().sorted().toList());
            });
    return named;
  }

  private static List<?> list(Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("shared must be a list");
  }

  private static List<String> texts(Object value, String where) {
    return value instanceof List<?> list
        ? list.stream().map(each -> text(each, where)).toList()
        : List.of(text(value, where));
  }

  private static String text(Object value, String where) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(where + ": not a text: " + value + "; put it in quotes");
  }
}
