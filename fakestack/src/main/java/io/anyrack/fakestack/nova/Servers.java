package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All servers. Used inside the world's lock only. */
final class Servers {
  private final Map<String, Server> byId = new LinkedHashMap<>();
  private final Map<String, Server> gone = new LinkedHashMap<>();

  void add(Server server) {
    byId.put(server.id, server);
  }

  /** It is there no more, except for {@code changes-since}. */
  void remove(Server server) {
    byId.remove(server.id);
    gone.put(server.id, server);
  }

  Optional<Server> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  boolean has(Server server) {
    return byId.containsKey(server.id);
  }

  /** Newest first, as Nova lists them. */
  List<Server> all() {
    return new ArrayList<>(byId.values()).reversed();
  }

  List<Server> gone() {
    return List.copyOf(gone.values());
  }

  List<Server> ofProject(String project) {
    return byId.values().stream().filter(each -> each.owner.projectId().equals(project)).toList();
  }

  /** The caller's server that the call names. */
  Server own(Call call) {
    String id = call.variable("id");
    return find(id)
        .filter(each -> call.caller().owns(each.owner.projectId()))
        .orElseThrow(() -> missing(id));
  }

  static Refusal missing(String id) {
    return Refusal.fault(404, "Instance " + id + " could not be found.");
  }
}
