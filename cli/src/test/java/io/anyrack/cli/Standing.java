package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the program says of a rack that is up. */
final class Standing {
  private Standing() {}

  /** Its nodes are those of the file, each with ports and a BMC, and off. */
  static void expectOff(Program program, ExampleFile file) {
    List<String> names = new ArrayList<>();
    for (JsonNode node : json(program, "nodes", file.rack())) {
      names.add(node.path("name").asString(""));
      assertThat(node.path("macs").size()).as("ports of %s", node).isPositive();
      assertThat(node.path("bmc").path("password").asString("")).isNotEmpty();
    }
    assertThat(names).containsExactlyElementsOf(file.nodes());
    assertThat(json(program, "status", file.rack()).valueStream())
        .hasSameSizeAs(names)
        .allMatch(node -> node.path("power").asString("").equals("off"));
  }

  private static JsonNode json(Program program, String command, String rack) {
    return JsonMapper.shared()
        .readTree(program.run(command, "--rack", rack, "-o", "json").expectDone());
  }
}
