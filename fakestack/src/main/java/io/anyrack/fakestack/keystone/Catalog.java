package io.anyrack.fakestack.keystone;

import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.World;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where the services are, for one project. */
final class Catalog {
  private record Line(String type, String name, String path) {}

  static final String REGION = "RegionOne";
  private final World world;
  private final List<String> ids = new ArrayList<>();

  Catalog(World world) {
    this.world = world;
    lines("").forEach(_ -> ids.add(world.hex()));
  }

  private List<Line> lines(String project) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("identity", "keystone", "/identity/v3"));
    lines.add(new Line("compute", "nova", "/compute/v2.1"));
    lines.add(new Line("network", "neutron", "/network"));
    lines.add(new Line("image", "glance", "/image"));
    if (world.settings().cinder()) {
      lines.add(new Line("volumev3", "cinderv3", "/volume/v3/" + project));
      lines.add(new Line("block-storage", "cinder", "/volume/v3/" + project));
    }
    return lines;
  }

  ArrayNode json(String project) {
    ArrayNode catalog = Json.array();
    List<Line> lines = lines(project);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      ObjectNode service =
          catalog
              .addObject()
              .put("id", ids.get(i))
              .put("type", line.type())
              .put("name", line.name());
      ArrayNode endpoints = service.putArray("endpoints");
      for (String side : List.of("public", "internal", "admin")) {
        endpoints
            .addObject()
            .put("id", ids.get(i) + "-" + side)
            .put("interface", side)
            .put("region", REGION)
            .put("region_id", REGION)
            .put("url", world.base() + line.path());
      }
    }
    return catalog;
  }
}
