package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.http.Routes;
import io.anyrack.fakestack.world.Caller;
import io.anyrack.fakestack.world.Json;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keypairs: they belong to users, not to projects. Public keys are imported; none is generated. */
final class Keypairs {
  private final World world;
  private final Map<String, Map<String, ObjectNode>> byUser = new LinkedHashMap<>();

  Keypairs(World world) {
    this.world = world;
  }

  void addTo(Routes routes, String root) {
    routes
        .on("GET", root + "/os-keypairs", this::list)
        .on("POST", root + "/os-keypairs", this::create)
        .on(
            "GET",
            root + "/os-keypairs/{name}",
            call -> Answer.ok(Json.object("keypair", own(call))))
        .on("DELETE", root + "/os-keypairs/{name}", this::delete);
  }

  private Map<String, ObjectNode> of(Caller caller) {
    return byUser.computeIfAbsent(caller.userId(), _ -> new LinkedHashMap<>());
  }

  boolean has(Caller caller, String name) {
    return of(caller).containsKey(name);
  }

  private ObjectNode own(Call call) {
    String name = call.variable("name");
    return Optional.ofNullable(of(call.caller()).get(name))
        .orElseThrow(
            () ->
                Refusal.fault(
                    404,
                    "Keypair %s not found for user %s".formatted(name, call.caller().userId())));
  }

  private Answer list(Call call) {
    ArrayNode array = Json.array();
    of(call.caller())
        .values()
        .forEach(
            each -> {
              ObjectNode shown = each.deepCopy();
              shown.retain(
                  Microversion.of(call).atLeast(2)
                      ? List.of("name", "public_key", "fingerprint", "type")
                      : List.of("name", "public_key", "fingerprint"));
              array.addObject().set("keypair", shown);
            });
    return Answer.ok(Json.object("keypairs", array));
  }

  private Answer create(Call call) {
    ObjectNode asked = call.json("keypair");
    String name = Json.text(asked, "name");
    String key = Json.text(asked, "public_key");
    if (name.isEmpty() || key.isEmpty()) {
      throw Refusal.fault(
          400,
          "Invalid input for field/attribute keypair. Value: %s. 'public_key' is a required property"
              .formatted(asked));
    }
    if (has(call.caller(), name)) {
      throw Refusal.fault(409, "Key pair '" + name + "' already exists.");
    }
    if (of(call.caller()).size() >= world.settings().quota().of(Quota.Limit.KEYPAIRS)) {
      throw Refusal.fault(403, "Quota exceeded, too many key pairs.");
    }
    ObjectNode pair =
        Json.object()
            .put("name", name)
            .put("public_key", key)
            .put("fingerprint", fingerprint(key))
            .put("user_id", call.caller().userId());
    if (Microversion.of(call).atLeast(2)) {
      pair.put("type", "ssh");
    }
    of(call.caller()).put(name, pair);
    return Answer.json(Microversion.of(call).atLeast(2) ? 201 : 200, Json.object("keypair", pair));
  }

  private static String fingerprint(String key) {
    String[] parts = key.trim().split("\\s+", -1);
    try {
      byte[] blob = Base64.getDecoder().decode(parts[1].getBytes(StandardCharsets.UTF_8));
      return HexFormat.ofDelimiter(":").formatHex(MessageDigest.getInstance("MD5").digest(blob));
    } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
      throw Refusal.fault(400, "Keypair data is invalid: failed to generate fingerprint");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer delete(Call call) {
    own(call);
    of(call.caller()).remove(call.variable("name"));
    return Answer.empty(Microversion.of(call).atLeast(2) ? 204 : 202);
  }
}
