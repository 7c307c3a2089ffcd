package io.anyrack.rack.file;

import io.anyrack.rack.dhcp.OptionName;
import io.anyrack.rack.model.Nic.DhcpOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code dhcp-options}: a mapping of names or numbers to values. */
final class DhcpOptionReader {
  private final CloudRules rules;

  DhcpOptionReader(CloudRules rules) {
    this.rules = rules;
  }

  List<DhcpOption> read(Value value) {
    List<DhcpOption> options = new ArrayList<>();
    for (Map.Entry<Value, Value> entry : value.entries().orElse(Map.of()).entrySet()) {
      Optional<String> name = entry.getKey().textOrNumber();
      Optional<OptionName> option = name.flatMap(written -> option(entry.getKey(), written));
      Optional<String> text = oneLine(entry.getValue());
      if (option.isPresent()
          && text.isPresent()
          && fits(entry.getValue(), option.get(), text.get())) {
        options.add(new DhcpOption(name.orElseThrow(), text.get()));
      }
    }
    return options;
  }

  private Optional<OptionName> option(Value key, String written) {
    Optional<OptionName> option = OptionName.of(written);
    if (rules.isLocal() && option.filter(each -> each.version() == 6).isPresent()) {
      key.problem(
          "'"
              + written
              + "' is for the cloud 'openstack'; with 'local' nobody answers DHCPv6, tell IPv4's"
              + " option");
      return Optional.empty();
    }
    if (option.isEmpty()) {
      String bare = written.replaceFirst("^(tag:!?ipxe,)?(option:)?", "");
      key.problem(
          "'"
              + written
              + "' is no DHCP option that a file can set; "
              + Spelling.nearest(bare, OptionName.known())
                  .map(near -> "did you mean '" + near + "'?")
                  .orElse("write a number such as 42, or a name such as bootfile-name"));
    }
    return option;
  }

  private static Optional<String> oneLine(Value value) {
    Optional<String> text = value.textOrNumber();
    if (text.isPresent() && !text.get().matches("\\P{Cc}{0,255}")) {
      value.problem(
          "the value of DHCP option '"
              + value.name()
              + "' is not one line of at most 255 characters; write other octets as 0x0a0b0c");
      return Optional.empty();
    }
    return text;
  }

  private static boolean fits(Value value, OptionName option, String text) {
    return value.parsed(text, option::value, option.type(text).example()).isPresent();
  }
}
