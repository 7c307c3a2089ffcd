package io.anyrack.openstack.nova;

import io.anyrack.openstack.http.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server as Nova tells it.
 *
 * @param id its UUID
 * @param name for people
 * @param status such as {@code ACTIVE}, {@code SHUTOFF}, {@code RESCUE}, {@code ERROR}, {@code
 *     BUILD}
 * @param taskState what is being done to it, such as {@code powering-off}
 * @param vmState such as {@code active}, {@code stopped}, {@code rescued}, {@code error}
 * @param powerState what the hypervisor says: 0 nothing, 1 running, 3 paused, 4 shut down, 6
 *     crashed, 7 suspended
 * @param locked whether somebody locked it
 * @param description as given when it was made
 * @param image the image it was made from; empty: a volume
 * @param flavor the flavor's name (2.47 and later), else its id
 * @param keypair the key pair it was made with
 * @param addresses in the answer's order
 * @param metadata its metadata
 * @param tags its tags (2.26 and later)
 * @param volumes ids of the volumes attached to it
 * @param configDrive whether it has its metadata on a disk
 * @param fault why it is in ERROR
 * @param created when it was made
 * @param updated when it last changed
 */
public record Server(
    String id,
    String name,
    String status,
    Optional<String> taskState,
    String vmState,
    int powerState,
    boolean locked,
    String description,
    Optional<String> image,
    String flavor,
    Optional<String> keypair,
    List<Address> addresses,
    Map<String, String> metadata,
    List<String> tags,
    List<String> volumes,
    boolean configDrive,
    Optional<String> fault,
    Optional<Instant> created,
    Optional<Instant> updated) {

  /** Copies lists and map. */
  public Server {
    addresses = List.copyOf(addresses);
    metadata = Map.copyOf(metadata);
    tags = List.copyOf(tags);
    volumes = List.copyOf(volumes);
  }

  /**
   * An address of a server.
   *
   * @param network the network's name
   * @param mac of the port it is on
   * @param address the address
   * @param floating whether it is a floating one
   */
  public record Address(String network, String mac, String address, boolean floating) {}

  static Server read(Fields server) {
    return new Server(
        server.text("id"),
        server.text("name"),
        server.text("status"),
        server.optional("OS-EXT-STS:task_state"),
        server.text("OS-EXT-STS:vm_state"),
        server.number("OS-EXT-STS:power_state"),
        server.flag("locked", false),
        server.text("description"),
        server.object("image").optional("id"),
        server
            .object("flavor")
            .optional("original_name")
            .orElse(server.object("flavor").text("id")),
        server.optional("key_name"),
        addresses(server.object("addresses")),
        server.map("metadata"),
        server.texts("tags"),
        server.list("os-extended-volumes:volumes_attached", volume -> volume.text("id")),
        server.text("config_drive").equals("True"),
        server.object("fault").optional("message"),
        server.instant("created"),
        server.instant("updated"));
  }

  private static List<Address> addresses(Fields networks) {
    return networks.node().properties().stream()
        .flatMap(
            network ->
                network
                    .getValue()
                    .valueStream()
                    .map(Fields::new)
                    .map(
                        address ->
                            new Address(
                                network.getKey(),
                                address.text("OS-EXT-IPS-MAC:mac_addr"),
                                address.text("addr"),
                                address.text("OS-EXT-IPS:type").equals("floating"))))
        .toList();
  }
}
