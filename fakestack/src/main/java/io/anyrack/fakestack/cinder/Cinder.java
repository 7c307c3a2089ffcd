package io.anyrack.fakestack.cinder;

import io.anyrack.fakestack.glance.Glance;
import io.anyrack.fakestack.glance.Image;
import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.http.Routes;
import io.anyrack.fakestack.http.Service;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Cinder v3. */
public final class Cinder {
  private static final String ROOT = "/v3/{project}";
  private static final Set<String> DELETABLE = Set.of("available", "error", "error_extending");
  private static final List<String> TYPES = List.of("standard", "__DEFAULT__");

  private final World world;
  private final Glance glance;
  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final List<String> typeIds;

  /** Without volumes. */
  public Cinder(World world, Glance glance) {
    this.world = world;
    this.glance = glance;
    this.typeIds = TYPES.stream().map(_ -> world.uuid()).toList();
  }

  /** What is on HTTP. */
  public Service service() {
    Routes routes =
        new Routes()
            .on("GET", "/", _ -> Answer.json(300, versions()))
            .on("GET", "/v3", _ -> Answer.ok(versions()))
            .on("GET", ROOT + "/volumes", call -> list(call, false))
            .on("GET", ROOT + "/volumes/detail", call -> list(call, true))
            .on("POST", ROOT + "/volumes", this::create)
            .on("GET", ROOT + "/volumes/{id}", call -> shown(own(call)))
            .on("PUT", ROOT + "/volumes/{id}", this::update)
            .on("DELETE", ROOT + "/volumes/{id}", this::delete)
            .on("POST", ROOT + "/volumes/{id}/action", this::act)
            .on(
                "GET",
                ROOT + "/volumes/{id}/metadata",
                call -> Answer.ok(Json.object("metadata", own(call).document().path("metadata"))))
            .on("POST", ROOT + "/volumes/{id}/metadata", this::addMetadata)
            .on("GET", ROOT + "/types", this::types)
            .on("GET", ROOT + "/limits", this::limits)
            .on("GET", ROOT + "/os-quota-sets/{of}", this::quotas);
    return new Service("block-storage", "/volume", routes, Set.of("", "/v3"));
  }

  /** A volume of this caller. */
  public Optional<Volume> find(Caller caller, String id) {
    return Optional.ofNullable(volumes.get(id)).filter(each -> caller.owns(each.project()));
  }

  private Volume own(Call call) {
    checkProject(call);
    String id = call.variable("id");
    return find(call.caller(), id)
        .orElseThrow(() -> Refusal.fault(404, "Volume " + id + " could not be found."));
  }

  private static void checkProject(Call call) {
    if (!call.caller().owns(call.variable("project"))) {
      throw Refusal.fault(400, "Malformed request url");
    }
  }

  private static Answer shown(Volume volume) {
    return Answer.ok(Json.object("volume", volume.document()));
  }

  private Answer create(Call call) {
    checkProject(call);
    return Answer.json(
        202, Json.object("volume", create(call.caller(), call.json("volume")).document()));
  }

  /** Makes a volume; it is {@code available} a while later. */
  public Volume create(Caller caller, ObjectNode asked) {
    int size = asked.path("size").asInt(0);
    if (size < 1) {
      throw Refusal.fault(
          400,
          "Invalid input for field/attribute size. Value: %d. %d is less than the minimum of 1"
              .formatted(size, size));
    }
    String type = Json.given(asked, "volume_type").orElse(TYPES.getFirst());
    if (!TYPES.contains(type) && !typeIds.contains(type)) {
      throw Refusal.fault(404, "Volume type with name " + type + " could not be found.");
    }
    Optional<Image> image =
        Json.given(asked, "imageRef")
            .map(
                id ->
                    glance
                        .find(caller, id)
                        .orElseThrow(
                            () ->
                                Refusal.fault(
                                    400,
                                    "Invalid image identifier or unable to access requested"
                                        + " image.")));
    checkQuota(caller, size);
    Volume volume = blank(caller, asked, size, type, image);
    volumes.put(volume.id(), volume);
    world.after(
        world.settings().delays().volume(),
        () -> {
          if (volume.status().equals("creating")) {
            volume.status(image.map(Image::active).orElse(true) ? "available" : "error");
            volume.document().put("updated_at", now());
          }
        });
    return volume;
  }

  private Volume blank(
      Caller caller, ObjectNode asked, int size, String type, Optional<Image> image) {
    ObjectNode document =
        Json.object()
            .put("id", world.uuid())
            .put("status", "creating")
            .put("size", size)
            .put("availability_zone", "nova")
            .put("created_at", now())
            .putNull("updated_at")
            .put("name", Json.text(asked, "name"))
            .put("description", Json.text(asked, "description"))
            .put("volume_type", type)
            .putNull("snapshot_id")
            .putNull("source_volid")
            .put("user_id", caller.userId())
            .put("bootable", image.isPresent() ? "true" : "false")
            .put("encrypted", false)
            .put("multiattach", false)
            .put("os-vol-tenant-attr:tenant_id", caller.projectId());
    document.set("metadata", Json.part(asked, "metadata"));
    document.putArray("attachments");
    image.ifPresent(
        each -> document.set("volume_image_metadata", Volume.imageMetadata(each, glance)));
    return new Volume(document, caller.projectId(), image.map(Image::id).orElse(""));
  }

  private void checkQuota(Caller caller, int size) {
    Quota quota = world.settings().quota();
    List<Volume> have = of(caller);
    if (have.size() + 1 > quota.of(Quota.Limit.VOLUMES)) {
      throw Refusal.fault(
          413,
          "VolumeLimitExceeded: Maximum number of volumes allowed (%d) exceeded for quota 'volumes'."
              .formatted(quota.of(Quota.Limit.VOLUMES)));
    }
    int used = used(caller);
    if (used + size > quota.of(Quota.Limit.GIGABYTES)) {
      throw Refusal.fault(
          413,
          "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota. Requested %dG, quota is %dG and %dG has been consumed."
              .formatted(size, quota.of(Quota.Limit.GIGABYTES), used));
    }
  }

  private List<Volume> of(Caller caller) {
    return volumes.values().stream()
        .filter(each -> each.project().equals(caller.projectId()))
        .toList();
  }

  private int used(Caller caller) {
    return of(caller).stream().mapToInt(Volume::size).sum();
  }

  private String now() {
    return world.timestamp().replace("Z", ".000000");
  }

  private Answer update(Call call) {
    Volume volume = own(call);
    ObjectNode asked = call.json("volume");
    asked.retain(List.of("name", "description", "metadata"));
    volume.document().setAll(asked);
    return shown(volume);
  }

  private Answer addMetadata(Call call) {
    ObjectNode metadata = Json.part(own(call).document(), "metadata");
    metadata.setAll(call.json("metadata"));
    return Answer.ok(Json.object("metadata", metadata));
  }

  private Answer delete(Call call) {
    Volume volume = own(call);
    delete(volume);
    return Answer.empty(202);
  }

  /** Deletes a volume that no server has. */
  public void delete(Volume volume) {
    if (!DELETABLE.contains(volume.status())) {
      throw Refusal.fault(
          400,
          "Invalid volume: Volume status must be available or error or error_restoring or"
              + " error_extending or error_managing and must not be migrating, attached, belong to"
              + " a group, have snapshots, awaiting a transfer, or be disassociated from snapshots"
              + " after volume transfer.");
    }
    volume.status("deleting");
    world.after(world.settings().delays().volume(), () -> volumes.remove(volume.id()));
  }

  private Answer act(Call call) {
    Volume volume = own(call);
    JsonNode body = call.json();
    if (body.has("os-extend")) {
      extend(call.caller(), volume, body.path("os-extend").path("new_size").asInt(0));
      return Answer.empty(202);
    }
    if (body.has("os-set_bootable")) {
      volume
          .document()
          .put(
              "bootable",
              Json.text(body.path("os-set_bootable"), "bootable")
                  .toLowerCase(java.util.Locale.ROOT));
      return Answer.empty(200);
    }
    if (body.has("os-reset_status") && call.caller().admin()) {
      volume.status(Json.text(body.path("os-reset_status"), "status"));
      return Answer.empty(202);
    }
    if (body.has("os-reset_status")) {
      throw Refusal.fault(
          403,
          "Policy doesn't allow volume_extension:volume_admin_actions:reset_status to be"
              + " performed.");
    }
    throw Refusal.fault(400, "There is no such action: " + String.join(",", body.propertyNames()));
  }

  private void extend(Caller caller, Volume volume, int size) {
    if (!volume.status().equals("available")) {
      throw Refusal.fault(
          400,
          "Invalid volume: Volume %s status must be '('available',)' to extend, currently %s."
              .formatted(volume.id(), volume.status()));
    }
    if (size <= volume.size()) {
      throw Refusal.fault(
          400,
          "Invalid input received: New size for extend must be greater than current size. (current: %d, extended: %d)."
              .formatted(volume.size(), size));
    }
    checkQuota(caller, size - volume.size());
    volume.status("extending");
    world.after(
        world.settings().delays().volume(),
        () -> {
          volume.document().put("size", size);
          volume.status("available");
        });
  }

  private Answer list(Call call, boolean detail) {
    checkProject(call);
    List<Volume> found =
        of(call.caller()).reversed().stream().filter(each -> fits(call, each)).toList();
    int begin = 0;
    Optional<String> marker = call.parameter("marker");
    if (marker.isPresent()) {
      begin = found.stream().map(Volume::id).toList().indexOf(marker.get()) + 1;
      if (begin == 0) {
        throw Refusal.fault(404, "Volume " + marker.get() + " could not be found.");
      }
    }
    int limit =
        Math.min(
            call.parameter("limit").map(Integer::parseInt).orElse(Integer.MAX_VALUE),
            world.settings().pageSize());
    int end = (int) Math.min(found.size(), (long) begin + limit);
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("volumes");
    for (Volume each : found.subList(begin, end)) {
      ObjectNode copy = each.document().deepCopy();
      if (!detail) {
        copy.retain(List.of("id", "name", "links"));
      }
      array.add(copy);
    }
    if (end < found.size() && end > begin) {
      body.putArray("volumes_links")
          .addObject()
          .put("rel", "next")
          .put(
              "href",
              world.base()
                  + "/volume"
                  + call.path()
                  + "?limit="
                  + limit
                  + "&marker="
                  + found.get(end - 1).id());
    }
    return Answer.ok(body);
  }

  /** {@code metadata} is a Python dictionary with quotes of either kind. */
  private static boolean fits(Call call, Volume volume) {
    for (String name : List.of("name", "status", "bootable")) {
      Optional<String> value = call.parameter(name);
      if (value.isPresent() && !value.get().equals(Json.text(volume.document(), name))) {
        return false;
      }
    }
    Optional<String> metadata = call.parameter("metadata");
    if (metadata.isPresent()) {
      JsonNode wanted = Json.MAPPER.readTree(metadata.get().replace('\'', '"'));
      for (Map.Entry<String, JsonNode> each : wanted.properties()) {
        if (!Json.text(volume.document().path("metadata"), each.getKey())
            .equals(Json.text(each.getValue()))) {
          return false;
        }
      }
    }
    return true;
  }

  private Answer types(Call call) {
    checkProject(call);
    ArrayNode array = Json.array();
    for (int i = 0; i < TYPES.size(); i++) {
      array
          .addObject()
          .put("id", typeIds.get(i))
          .put("name", TYPES.get(i))
          .put("is_public", true)
          .putNull("description")
          .set("extra_specs", Json.object());
    }
    return Answer.ok(Json.object("volume_types", array));
  }

  private Answer limits(Call call) {
    checkProject(call);
    ObjectNode body = Json.object();
    ObjectNode limits = body.putObject("limits");
    limits.putArray("rate");
    limits
        .putObject("absolute")
        .put("maxTotalVolumes", world.settings().quota().of(Quota.Limit.VOLUMES))
        .put("maxTotalVolumeGigabytes", world.settings().quota().of(Quota.Limit.GIGABYTES))
        .put("totalVolumesUsed", of(call.caller()).size())
        .put("totalGigabytesUsed", used(call.caller()));
    return Answer.ok(body);
  }

  private Answer quotas(Call call) {
    checkProject(call);
    if (!call.caller().owns(call.variable("of"))) {
      throw Refusal.fault(
          403, "Policy doesn't allow volume_extension:quotas:show to be performed.");
    }
    Quota quota = world.settings().quota();
    ObjectNode set = Json.object().put("id", call.variable("of"));
    boolean usage =
        call.parameter("usage").map(each -> each.equalsIgnoreCase("true")).orElse(false);
    quota(set, "volumes", quota.of(Quota.Limit.VOLUMES), of(call.caller()).size(), usage);
    quota(set, "gigabytes", quota.of(Quota.Limit.GIGABYTES), used(call.caller()), usage);
    quota(set, "per_volume_gigabytes", -1, 0, usage);
    return Answer.ok(Json.object("quota_set", set));
  }

  private static void quota(ObjectNode set, String name, int limit, int used, boolean usage) {
    if (usage) {
      set.putObject(name).put("limit", limit).put("in_use", used).put("reserved", 0);
    } else {
      set.put(name, limit);
    }
  }

  private ObjectNode versions() {
    ObjectNode body = Json.object();
    ObjectNode version =
        body.putArray("versions")
            .addObject()
            .put("id", "v3.0")
            .put("status", "CURRENT")
            .put("version", "3.70")
            .put("min_version", "3.0");
    version
        .putArray("links")
        .addObject()
        .put("rel", "self")
        .put("href", world.base() + "/volume/v3/");
    return body;
  }
}
