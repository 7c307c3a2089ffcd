package io.anyrack.rack.file;

import io.anyrack.rack.model.BmcSpec.Addressing;
import io.anyrack.rack.model.BmcSpec.Redfish;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads {@code bmc.redfish}. */
final class RedfishReader {
  private static final String URL = "https?://[\\x21-\\x7e]+";
  private static final String IMAGE = "http://192.0.2.1/installer.iso";

  private RedfishReader() {}

  /** What the section {@code bmc} says of it; empty: it is off. */
  static Optional<Redfish> read(Section bmc, Addressing addressing, int nodes) {
    Optional<Value> value = bmc.get("redfish");
    if (value.isEmpty()) {
      return Optional.of(Redfish.DEFAULT);
    }
    if (!value.get().isMapping()) {
      return value.get().oneOf(List.of("off")).isPresent()
          ? Optional.empty()
          : Optional.of(Redfish.DEFAULT);
    }
    return value
        .get()
        .section(Keys.REDFISH)
        .map(
            section ->
                new Redfish(
                    section
                        .get("port")
                        .flatMap(port -> port(port, addressing, nodes))
                        .orElse(Redfish.DEFAULT.port()),
                    section.get("tls").flatMap(Value::bool).orElse(Redfish.DEFAULT.tls()),
                    section
                        .get("deprecated")
                        .flatMap(Value::bool)
                        .orElse(Redfish.DEFAULT.deprecated()),
                    section.get("images").flatMap(Value::list).stream()
                        .flatMap(List::stream)
                        .flatMap(each -> each.parsed(RedfishReader::image, IMAGE).stream())
                        .toList()));
  }

  private static URI image(String text) {
    if (!text.matches(URL)) {
      throw new IllegalArgumentException(
          "'%s' is not a URL of an image; it starts with http:// or https://".formatted(text));
    }
    return URI.create(text);
  }

  private static Optional<Integer> port(Value value, Addressing addressing, int nodes) {
    int roots = addressing == Addressing.PER_PORT ? nodes : 1;
    Optional<Integer> port = value.integer(0, 65535);
    if (port.isPresent() && port.get() != 0 && port.get() + roots > 65535) {
      value.problem(
          "from port %d on there are not %d ports, one for all nodes and one for each; take a lower one, or 0"
              .formatted(port.get(), roots + 1));
    }
    return port;
  }
}
