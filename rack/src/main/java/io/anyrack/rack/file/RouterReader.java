package io.anyrack.rack.file;

import io.anyrack.rack.model.RouterSpec;
import java.util.List;
import java.util.Optional;

/** Reads {@code routers}: names, or mappings with a name. */
final class RouterReader {
  static final int MOST = 16;

  private final Names names = new Names();

  private RouterReader() {}

  static List<RouterSpec> list(Value value) {
    List<Value> items = value.list().orElse(List.of());
    if (items.size() > MOST) {
      value.problem("a rack has at most %d routers; here are %d".formatted(MOST, items.size()));
    }
    RouterReader reader = new RouterReader();
    return items.stream()
        .limit(MOST)
        .flatMap(item -> reader.read(new Value("router", item.node(), item.context())).stream())
        .toList();
  }

  private Optional<RouterSpec> read(Value value) {
    if (!value.isMapping()) {
      return name(value).map(name -> new RouterSpec(name, Optional.empty()));
    }
    return value
        .section(Keys.ROUTER)
        .flatMap(
            section -> {
              Optional<String> external = section.get("external").flatMap(Names::cloudName);
              return section
                  .require("name", "edge")
                  .flatMap(this::name)
                  .map(name -> new RouterSpec(name, external));
            });
  }

  private Optional<String> name(Value value) {
    return Names.name(value, Names.LENGTH).filter(name -> names.claim(value, "router", name));
  }
}
