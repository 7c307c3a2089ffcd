package io.anyrack.rack.file;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.BmcSpec.Placement;
import io.anyrack.rack.model.BootPhases;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.BootSpec.Linux;
import io.anyrack.rack.model.BootSpec.Script;
import io.anyrack.rack.model.Nic.DhcpOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code boot}. */
final class BootReader {
  /** What iPXE can chain to; its settings, such as {@code ${mac}}, are not for a URI parser. */
  private static final String URL = "(http|https|tftp)://[\\x21-\\x7e]+";

  /** Firewalls have to know which port to let in. */
  static final int PORT_ON_SERVER = 8088;

  private final CloudRules rules;
  private final Placement placement;

  BootReader(CloudRules rules, Placement placement) {
    this.rules = rules;
    this.placement = placement;
  }

  BootSpec read(Section section) {
    rules.onlyOpenstack(section, "address", "nodes reach it at the gateway of their network");
    rules.onlyOpenstack(section, "port", "nodes reach it at the usual ports");
    return new BootSpec(
        section.get("script").flatMap(BootReader::script),
        linux(section),
        section.get("serve").flatMap(References::directory),
        section
            .get("method")
            .flatMap(value -> HostingReader.method(value, rules))
            .orElse(BootSpec.Method.AUTO),
        section
            .get("address")
            .flatMap(value -> value.parsed(Ipv4Address::parse, "192.0.2.1"))
            .filter(_ -> rules.isOpenstack()),
        section
            .get("port")
            .flatMap(value -> value.integer(0, 65535))
            .filter(_ -> rules.isOpenstack())
            .orElse(placement instanceof Placement.Here ? 0 : PORT_ON_SERVER),
        section
            .get("phases")
            .flatMap(value -> value.section(Keys.PHASES))
            .map(phases -> new BootPhases(options(phases, "inspect"), options(phases, "deploy")))
            .orElse(BootPhases.NONE));
  }

  private List<DhcpOption> options(Section phases, String phase) {
    return phases.get(phase).map(new DhcpOptionReader(rules)::read).orElse(List.of());
  }

  private static Optional<Script> script(Value value) {
    Optional<String> text = value.text();
    if (text.filter(written -> written.contains("://")).isEmpty()) {
      return text.flatMap(_ -> References.file(value)).map(Script.File::new);
    }
    if (!text.get().matches(URL)) {
      value.problem(
          "script '"
              + text.get()
              + "' is not a URL that iPXE can load; it starts with http://, https:// or tftp://");
      return Optional.empty();
    }
    return text.map(Script.Url::new);
  }

  private static Optional<Linux> linux(Section section) {
    Optional<Value> kernel = section.get("kernel");
    Optional<Path> kernelFile = kernel.flatMap(References::file);
    List<Path> initrds =
        section.get("initrd").stream()
            .flatMap(value -> value.oneOrMore().stream())
            .flatMap(value -> References.file(value).stream())
            .toList();
    Optional<String> commandLine = section.get("cmdline").flatMap(BootReader::commandLine);
    if (kernel.isEmpty()) {
      for (String key : List.of("initrd", "cmdline")) {
        section
            .get(key)
            .ifPresent(value -> value.problem(key + " is for a kernel; add kernel: FILE"));
      }
    }
    return kernelFile.map(path -> new Linux(path, initrds, commandLine.orElse("")));
  }

  private static Optional<String> commandLine(Value value) {
    Optional<String> text = value.text();
    if (text.isPresent() && !text.get().matches("\\P{Cc}{0,2047}")) {
      value.problem("cmdline is not one line; Linux takes one of at most 2047 characters");
      return Optional.empty();
    }
    return text;
  }
}
