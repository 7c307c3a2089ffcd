package io.anyrack.openstack.nova;

import io.anyrack.openstack.http.Fields;
import io.anyrack.openstack.http.Microversion;
import io.anyrack.openstack.http.NotFoundException;
import io.anyrack.openstack.http.ServiceClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Nova. Actions return when they are accepted, not when they are done. Methods that name a server
 * throw {@link NotFoundException} if there is none, and {@link
 * io.anyrack.openstack.http.ConflictException} if its state does not allow them. Thread-safe.
 */
public final class Nova {
  /** With what tags can be given when a server is made. */
  private static final Microversion TAGS_AT_CREATION = new Microversion(2, 52);

  private static final Microversion TERMINATION_OF_ATTACHMENTS = new Microversion(2, 79);
  private static final Microversion REMOTE_CONSOLES = new Microversion(2, 6);

  private final ServiceClient client;
  private final Supplier<Microversion> microversion;

  /**
   * The service.
   *
   * @param client to ask it with
   * @param microversion what was agreed on
   */
  public Nova(ServiceClient client, Supplier<Microversion> microversion) {
    this.client = client;
    this.microversion = microversion;
  }

  /** What was agreed on with the cloud: the newest that both know. */
  public Microversion microversion() {
    return microversion.get();
  }

  /** Whether the cloud has what came with {@code version}, such as {@code 2.87}. */
  public boolean supports(String version) {
    return microversion().atLeast(Microversion.parse(version));
  }

  /** All servers of the project. */
  public List<Server> servers() {
    return client.at("servers/detail").pages("servers", Server::read);
  }

  /** The servers with a tag: one call for a thousand servers. */
  public List<Server> servers(String tag) {
    return client.at("servers/detail").query("tags", tag).pages("servers", Server::read);
  }

  /** A server. */
  public Server server(String id) {
    return Server.read(client.at("servers/{id}", id).get().object("server"));
  }

  /** A server, if it is there. */
  public Optional<Server> find(String id) {
    try {
      return Optional.of(server(id));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes a server.
   *
   * @return its id; it is in {@code BUILD} now
   */
  public String create(ServerRequest request) {
    boolean tags = microversion().atLeast(TAGS_AT_CREATION);
    return client.at("servers").post(request.json(tags)).object("server").text("id");
  }

  /** Deletes a server; nothing if it is not there. */
  public void delete(String id) {
    client.at("servers/{id}", id).delete();
  }

  /** Gives a server another name and description. */
  public void rename(String id, String name, String description) {
    ObjectNode server = object().put("name", name).put("description", description);
    client.at("servers/{id}", id).put(object().set("server", server));
  }

  /** Powers on; from SHUTOFF only. */
  public void start(String id) {
    act(id, "os-start");
  }

  /** Powers off; waits for the guest as long as its image says. */
  public void stop(String id) {
    act(id, "os-stop");
  }

  /** Restarts: hard, or by asking the guest first. */
  public void reboot(String id, boolean hard) {
    act(id, "reboot", object().put("type", hard ? "HARD" : "SOFT"));
  }

  /** Boots another image beside the server's own disks. */
  public void rescue(String id, String image) {
    act(id, "rescue", object().put("rescue_image_ref", image));
  }

  /** Ends {@link #rescue}; the server runs afterwards. */
  public void unrescue(String id) {
    act(id, "unrescue");
  }

  /**
   * Writes the root disk anew from an image; its content is lost.
   *
   * @param metadata all that the server has from then on; empty: it keeps what it has
   */
  public void rebuild(String id, String image, Optional<Map<String, String>> metadata) {
    ObjectNode body = object().put("imageRef", image);
    metadata.ifPresent(values -> values.forEach(body.putObject("metadata")::put));
    act(id, "rebuild", body);
  }

  /** Powers off and gives the place on the hypervisor back. */
  public void shelve(String id) {
    act(id, "shelve");
  }

  /** Gives the place on the hypervisor back at once, where the cloud waits with that. */
  public void shelveOffload(String id) {
    act(id, "shelveOffload");
  }

  /** Ends {@link #shelve}; the server runs afterwards. */
  public void unshelve(String id) {
    act(id, "unshelve");
  }

  /** Stops the processors. */
  public void pause(String id) {
    act(id, "pause");
  }

  /** Ends {@link #pause}. */
  public void unpause(String id) {
    act(id, "unpause");
  }

  /** Saves to disk and powers off. */
  public void suspend(String id) {
    act(id, "suspend");
  }

  /** Ends {@link #suspend}. */
  public void resume(String id) {
    act(id, "resume");
  }

  /** Refuses further actions. */
  public void lock(String id) {
    act(id, "lock");
  }

  /** Ends {@link #lock}. */
  public void unlock(String id) {
    act(id, "unlock");
  }

  /** Sends an NMI (2.17). */
  public void triggerCrashDump(String id) {
    act(id, "trigger_crash_dump");
  }

  /** The last lines of the serial console's log. */
  public String consoleOutput(String id, int lines) {
    ObjectNode action = object();
    action.putObject("os-getConsoleOutput").put("length", lines);
    return client.at("servers/{id}/action", id).post(action).text("output");
  }

  /** Where the serial console can be had as a web socket; the URL holds a token. */
  public URI serialConsole(String id) {
    if (!microversion().atLeast(REMOTE_CONSOLES)) {
      ObjectNode action = object();
      action.putObject("os-getSerialConsole").put("type", "serial");
      Fields answer = client.at("servers/{id}/action", id).post(action);
      return URI.create(answer.object("console").text("url"));
    }
    ObjectNode console = object();
    console.putObject("remote_console").put("protocol", "serial").put("type", "serial");
    Fields answer = client.at("servers/{id}/remote-consoles", id).post(console);
    return URI.create(answer.object("remote_console").text("url"));
  }

  /** Sets some of a server's metadata and leaves the rest. */
  public void setMetadata(String id, Map<String, String> metadata) {
    ObjectNode body = object();
    ObjectNode values = body.putObject("metadata");
    metadata.forEach(values::put);
    client.at("servers/{id}/metadata", id).post(body);
  }

  /** Removes one of a server's metadata. */
  public void deleteMetadata(String id, String key) {
    client.at("servers/{id}/metadata/{key}", id, key).delete();
  }

  /** Replaces a server's tags (2.26). */
  public void setTags(String id, List<String> tags) {
    ObjectNode body = object();
    var list = body.putArray("tags");
    tags.forEach(list::add);
    client.at("servers/{id}/tags", id).put(body);
  }

  /** The volumes on a server. */
  public List<VolumeAttachment> attachments(String id) {
    return client
        .at("servers/{id}/os-volume_attachments", id)
        .pages("volumeAttachments", VolumeAttachment::read);
  }

  /** Puts a volume on a server. */
  public void attachVolume(String id, String volume, boolean deleteOnTermination) {
    ObjectNode body = object();
    ObjectNode attachment = body.putObject("volumeAttachment").put("volumeId", volume);
    if (microversion().atLeast(TERMINATION_OF_ATTACHMENTS)) {
      attachment.put("delete_on_termination", deleteOnTermination);
    }
    client.at("servers/{id}/os-volume_attachments", id).post(body);
  }

  /** Takes a volume off a server. */
  public void detachVolume(String id, String volume) {
    client.at("servers/{id}/os-volume_attachments/{volume}", id, volume).delete();
  }

  /** Puts a port on a server. */
  public void attachPort(String id, String port) {
    ObjectNode body = object();
    body.putObject("interfaceAttachment").put("port_id", port);
    client.at("servers/{id}/os-interface", id).post(body);
  }

  /** Takes a port off a server. */
  public void detachPort(String id, String port) {
    client.at("servers/{id}/os-interface/{port}", id, port).delete();
  }

  /** All flavors the project may use. */
  public List<Flavor> flavors() {
    return client.at("flavors/detail").pages("flavors", Flavor::read);
  }

  /** The user's key pairs. */
  public List<Keypair> keypairs() {
    return client.at("os-keypairs").pages("keypairs", each -> Keypair.read(each.object("keypair")));
  }

  /** Makes the cloud know a public key. */
  public Keypair createKeypair(String name, String publicKey) {
    ObjectNode body = object();
    body.putObject("keypair").put("name", name).put("public_key", publicKey);
    return Keypair.read(client.at("os-keypairs").post(body).object("keypair"));
  }

  /** Deletes a key pair; nothing if it is not there. */
  public void deleteKeypair(String name) {
    client.at("os-keypairs/{name}", name).delete();
  }

  /** What the project may have and has. */
  public Limits limits() {
    return Limits.read(client.at("limits").get().object("limits").object("absolute"));
  }

  /** The names of the zones that take servers. */
  public List<String> availabilityZones() {
    return client.at("os-availability-zone").get().list("availabilityZoneInfo", z -> z).stream()
        .filter(zone -> zone.object("zoneState").flag("available", false))
        .map(zone -> zone.text("zoneName"))
        .toList();
  }

  private void act(String id, String action) {
    client.at("servers/{id}/action", id).post(object().putNull(action));
  }

  private void act(String id, String action, ObjectNode arguments) {
    client.at("servers/{id}/action", id).post(object().set(action, arguments));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
