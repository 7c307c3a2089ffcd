package io.anyrack.rack.file;

import io.anyrack.rack.model.BootPhases;
import io.anyrack.rack.model.Nic.DhcpOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code boot.phases}. */
final class PhasesTree {
  private PhasesTree() {}

  static Map<String, Object> of(BootPhases phases) {
    Map<String, Object> section = new LinkedHashMap<>();
    put(section, "inspect", phases.inspect());
    put(section, "deploy", phases.deploy());
    return section;
  }

  private static void put(Map<String, Object> section, String phase, List<DhcpOption> options) {
    if (!options.isEmpty()) {
      Map<String, Object> told = new LinkedHashMap<>();
      options.forEach(option -> told.put(option.name(), option.value()));
      section.put(phase, told);
    }
  }
}
