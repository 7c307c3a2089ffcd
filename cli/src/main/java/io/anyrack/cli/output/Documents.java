package io.anyrack.cli.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same data as JSON or as YAML. */
public final class Documents {
  private Documents() {}

  /** Indented JSON, with a line end. */
  public static String json(JsonNode data) {
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(data)
        + System.lineSeparator();
  }

  /** Block style YAML, with a line end. */
  public static String yaml(JsonNode data) {
    return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
        .dumpToString(plain(data));
  }

  private static Object plain(JsonNode data) {
    if (data.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      data.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
      return map;
    }
    if (data.isArray()) {
      List<Object> list = new ArrayList<>();
      data.forEach(element -> list.add(plain(element)));
      return list;
    }
    return switch (data.getNodeType()) {
      case BOOLEAN -> data.booleanValue();
      case NUMBER -> data.numberValue();
      case NULL -> java.util.Optional.empty();
      default -> data.asString();
    };
  }
}
