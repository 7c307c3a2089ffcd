package io.anyrack.fakestack.glance;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.http.Routes;
import io.anyrack.fakestack.http.Service;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Glance v2. */
public final class Glance {
  private static final Set<String> READ_ONLY =
      Set.of(
          "id",
          "status",
          "size",
          "virtual_size",
          "checksum",
          "os_hash_algo",
          "os_hash_value",
          "created_at",
          "updated_at",
          "file",
          "self",
          "schema",
          "owner",
          "direct_url",
          "locations");
  private static final Set<String> DISK_FORMATS =
      Set.of("ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop");
  private static final Set<String> CONTROLS =
      Set.of(
          "limit", "marker", "sort", "sort_key", "sort_dir", "tag", "visibility", "member_status");
  private static final int DEFAULT_PAGE = 25;

  private final World world;
  private final Map<String, Image> images = new LinkedHashMap<>();
  private final Upload upload;

  /** Without images. */
  public Glance(World world) {
    this.world = world;
    this.upload = new Upload(world);
  }

  /** What is on HTTP. */
  public Service service() {
    Routes routes =
        new Routes()
            .on("GET", "/", _ -> Answer.json(300, versions()))
            .on("GET", "/versions", _ -> Answer.ok(versions()))
            .on("GET", "/v2/info/import", _ -> Answer.ok(importMethods()))
            .on("GET", "/v2/images", this::list)
            .on("POST", "/v2/images", this::create)
            .on(
                "GET",
                "/v2/images/{id}",
                call -> Answer.ok(seen(call, "No image found with ID %s").document()))
            .on("PATCH", "/v2/images/{id}", this::patch)
            .on("DELETE", "/v2/images/{id}", this::delete)
            .on("PUT", "/v2/images/{id}/tags/{tag}", call -> tag(call, true))
            .on("DELETE", "/v2/images/{id}/tags/{tag}", call -> tag(call, false))
            .on("GET", "/v2/images/{id}/file", this::download)
            .streaming(
                "PUT",
                "/v2/images/{id}/file",
                call ->
                    upload.run(call, world.locked(() -> own(call, "No image found with ID %s"))));
    return new Service("image", "/image", routes, Set.of("", "/versions"));
  }

  /** An image that this caller may use. */
  public Optional<Image> find(Caller caller, String id) {
    return Optional.ofNullable(images.get(id)).filter(each -> sees(caller, each));
  }

  /** The names of the properties that servers and volumes take over. */
  public List<String> properties(Image image) {
    return image.document().propertyNames().stream()
        .filter(name -> name.startsWith("hw_") || name.startsWith("os_"))
        .filter(name -> !name.startsWith("os_hash_") && !name.equals("os_hidden"))
        .toList();
  }

  private static boolean sees(Caller caller, Image image) {
    return caller.owns(image.property("owner")) || image.property("visibility").equals("public");
  }

  private Image seen(Call call, String message) {
    String id = call.variable("id");
    return find(call.caller(), id)
        .orElseThrow(() -> Refusal.page(404, "Not Found", message.formatted(id)));
  }

  private Image own(Call call, String message) {
    Image image = seen(call, message);
    if (!call.caller().owns(image.property("owner"))) {
      throw Refusal.page(403, "Forbidden", "You are not authorized to complete this action.");
    }
    return image;
  }

  private Answer create(Call call) {
    ObjectNode asked = call.json() instanceof ObjectNode object ? object : Json.object();
    for (String name : asked.propertyNames()) {
      if (READ_ONLY.contains(name) && !name.equals("id")) {
        throw Refusal.page(403, "Forbidden", "Attribute '" + name + "' is read-only.");
      }
    }
    check(call.caller(), asked);
    String now = world.timestamp();
    String id = Json.given(asked, "id").orElseGet(world::uuid);
    if (images.containsKey(id)) {
      throw Refusal.page(409, "Conflict", "Image ID " + id + " already exists!");
    }
    ObjectNode image =
        Json.object()
            .putNull("name")
            .putNull("disk_format")
            .putNull("container_format")
            .put("visibility", "shared")
            .put("status", "queued")
            .put("protected", false)
            .put("min_ram", 0)
            .put("min_disk", 0)
            .put("os_hidden", false);
    image.putArray("tags");
    image.setAll(asked);
    for (String name :
        List.of("size", "virtual_size", "checksum", "os_hash_algo", "os_hash_value")) {
      image.putNull(name);
    }
    image
        .put("id", id)
        .put("owner", call.caller().projectId())
        .put("created_at", now)
        .put("updated_at", now)
        .put("self", "/v2/images/" + id)
        .put("file", "/v2/images/" + id + "/file")
        .put("schema", "/v2/schemas/image");
    images.put(id, new Image(image));
    return Answer.json(201, image).with("Location", world.base() + "/image/v2/images/" + id);
  }

  private static void check(Caller caller, ObjectNode asked) {
    if (Json.text(asked, "visibility").equals("public") && !caller.admin()) {
      throw Refusal.page(
          403, "Forbidden", "You are not authorized to complete publicize_image action.");
    }
    Optional<String> format = Json.given(asked, "disk_format");
    if (format.isPresent() && !DISK_FORMATS.contains(format.get())) {
      throw Refusal.page(
          400,
          "Bad Request",
          "Provided object does not match schema 'image': '%s' is not one of [None, 'raw', …]"
              .formatted(format.get()));
    }
    for (Map.Entry<String, JsonNode> each : asked.properties()) {
      boolean own =
          each.getKey().startsWith("hw_")
              || each.getKey().startsWith("os_")
              || each.getKey().contains(":");
      if (own
          && !each.getKey().equals("os_hidden")
          && !READ_ONLY.contains(each.getKey())
          && !each.getValue().isString()) {
        throw Refusal.page(
            400,
            "Bad Request",
            "Provided object does not match schema 'image': %s is not of type 'string'"
                .formatted(each.getValue()));
      }
    }
  }

  private Answer patch(Call call) {
    if (!call.header("content-type").startsWith("application/openstack-images-v2")) {
      throw Refusal.page(
          415,
          "Unsupported Media Type",
          "The request media type "
              + call.header("content-type")
              + " is not supported by this server.");
    }
    Image image = own(call, "No image found with ID %s");
    ObjectNode changed = image.document().deepCopy();
    for (JsonNode step : call.json()) {
      String name = Json.text(step, "path").substring(1).replace("~1", "/").replace("~0", "~");
      if (READ_ONLY.contains(name)) {
        throw Refusal.page(403, "Forbidden", "Attribute '" + name + "' is read-only.");
      }
      switch (Json.text(step, "op")) {
        case "add" -> changed.set(name, step.path("value"));
        case "replace" -> {
          require(changed, name, "replaced");
          changed.set(name, step.path("value"));
        }
        case "remove" -> {
          require(changed, name, "removed");
          changed.remove(name);
        }
        default ->
            throw Refusal.page(
                400, "Bad Request", "Operation must be one of add, replace, remove.");
      }
    }
    ObjectNode difference = changed.deepCopy();
    if (Json.text(image.document(), "visibility").equals(Json.text(changed, "visibility"))) {
      difference.remove("visibility");
    }
    check(call.caller(), difference);
    changed.put("updated_at", world.timestamp());
    image.document().removeAll();
    image.document().setAll(changed);
    return Answer.ok(image.document());
  }

  private static void require(ObjectNode image, String name, String verb) {
    if (!image.has(name)) {
      throw Refusal.page(
          409,
          "Conflict",
          "Property %s does not exist, so it can not be %s.".formatted(name, verb));
    }
  }

  private Answer tag(Call call, boolean add) {
    Image image = own(call, "No image found with ID %s");
    List<String> tags = new ArrayList<>(Json.texts(image.document().path("tags")));
    boolean had = tags.remove(call.variable("tag"));
    if (!add && !had) {
      throw Refusal.page(404, "Not Found", "Tag not found.");
    }
    if (add) {
      tags.add(call.variable("tag"));
    }
    image.document().set("tags", Json.strings(tags));
    return Answer.empty(204);
  }

  private Answer delete(Call call) {
    Image image = own(call, "Failed to find image %s to delete");
    if (image.document().path("protected").asBoolean(false)) {
      throw Refusal.page(
          403, "Forbidden", "Image " + image.id() + " is protected and cannot be deleted.");
    }
    images.remove(image.id());
    return Answer.empty(204);
  }

  private Answer download(Call call) {
    Image image = seen(call, "No image found with ID %s");
    return image.active() ? Answer.bytes(image.content()) : Answer.empty(204);
  }

  private Answer list(Call call) {
    List<Image> found =
        images.values().stream()
            .filter(each -> sees(call.caller(), each) && fits(call, each))
            .toList();
    int begin = 0;
    Optional<String> marker = call.parameter("marker");
    if (marker.isPresent()) {
      begin = found.stream().map(Image::id).toList().indexOf(marker.get()) + 1;
      if (begin == 0) {
        throw Refusal.page(400, "Bad Request", "Invalid marker. Image could not be found.");
      }
    }
    int limit =
        Math.min(
            call.parameter("limit").map(Integer::parseInt).orElse(DEFAULT_PAGE),
            world.settings().pageSize());
    int end = Math.min(found.size(), begin + limit);
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("images");
    found.subList(begin, end).forEach(each -> array.add(each.document()));
    body.put("first", "/v2/images").put("schema", "/v2/schemas/images");
    if (end > begin && end - begin == limit) {
      StringBuilder query = new StringBuilder("/v2/images?marker=" + found.get(end - 1).id());
      call.query()
          .forEach(
              (name, values) -> {
                if (!name.equals("marker")) {
                  values.forEach(
                      value ->
                          query.append('&').append(encode(name)).append('=').append(encode(value)));
                }
              });
      body.put("next", query.toString());
    }
    return Answer.ok(body);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static boolean fits(Call call, Image image) {
    for (Map.Entry<String, List<String>> filter : call.query().entrySet()) {
      String name = filter.getKey();
      List<String> values = filter.getValue();
      if (name.equals("tag") && !Json.texts(image.document().path("tags")).containsAll(values)) {
        return false;
      }
      if (name.equals("visibility")
          && !values.contains("all")
          && !values.contains(image.property(name))) {
        return false;
      }
      if (!CONTROLS.contains(name) && !allowed(values).contains(image.property(name))) {
        return false;
      }
    }
    return !image.document().path("os_hidden").asBoolean(false)
        || call.parameter("os_hidden").isPresent();
  }

  private static List<String> allowed(List<String> values) {
    return values.stream()
        .flatMap(
            each ->
                each.startsWith("in:")
                    ? List.of(each.substring(3).split(",", -1)).stream()
                    : List.of(each).stream())
        .toList();
  }

  private ObjectNode versions() {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("versions");
    for (String id : List.of("v2.15", "v2.9", "v2.7")) {
      ObjectNode version =
          list.addObject()
              .put("id", id)
              .put("status", id.equals("v2.15") ? "CURRENT" : "SUPPORTED");
      version
          .putArray("links")
          .addObject()
          .put("rel", "self")
          .put("href", world.base() + "/image/v2/");
    }
    return body;
  }

  private static ObjectNode importMethods() {
    ObjectNode body = Json.object();
    body.putObject("import-methods")
        .put("type", "array")
        .put("description", "Import methods available.")
        .set("value", Json.strings(List.of("glance-direct", "web-download", "copy-image")));
    return body;
  }
}
