package io.anyrack.openstack.tag;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How resources of one rack are told from all others. The tag alone says that a resource is the
 * rack's; where a service has no tags, metadata say the same, and until a tag is set, which takes
 * Neutron a second call, the description does.
 *
 * @param rack the rack's name
 */
public record RackTags(String rack) {
  /** What begins the tag that names the rack. */
  public static final String PREFIX = "anyrack:rack=";

  private static final String KEY = "anyrack:rack";
  private static final String NODE = "anyrack:node";
  private static final String ROLE = "anyrack:role";

  /** {@code anyrack:rack=NAME}. */
  public String tag() {
    return PREFIX + rack;
  }

  /** The description of a resource: the same text. */
  public String description() {
    return tag();
  }

  /** The tags of a resource: the rack's, what it is, such as {@code node}, and for whom. */
  public List<String> tags(String role, String name) {
    return List.of(tag(), ROLE + "=" + role, NODE + "=" + name);
  }

  /** The same as metadata of servers and volumes. */
  public Map<String, String> metadata(String role, String name) {
    return Map.of(KEY, rack, ROLE, role, NODE, name);
  }

  /** The metadata key that names the rack. */
  public static String key() {
    return KEY;
  }

  /** Whether tags or description say that it is this rack's. */
  public boolean owns(List<String> tags, String description) {
    return tags.contains(tag()) || description.equals(description());
  }

  /** Whether metadata say that it is this rack's. */
  public boolean owns(Map<String, String> metadata) {
    return rack.equals(metadata.get(KEY));
  }

  /** What the resource is, by its tags. */
  public static Optional<String> role(List<String> tags) {
    return value(tags, ROLE);
  }

  /** Whose the resource is within the rack, by its tags: a node, a server, a network. */
  public static Optional<String> name(List<String> tags) {
    return value(tags, NODE);
  }

  private static Optional<String> value(List<String> tags, String key) {
    return tags.stream()
        .filter(tag -> tag.startsWith(key + "="))
        .map(tag -> tag.substring(key.length() + 1))
        .findFirst();
  }
}
