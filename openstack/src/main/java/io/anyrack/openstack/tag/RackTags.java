package io.anyrack.openstack.tag;

import io.anyrack.rack.digest.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
  private static final String KEYPAIR = "anyrack-";
  private static final String NODE = "anyrack:node";
  private static final String ROLE = "anyrack:role";
  private static final String PHASE = "anyrack:phase";

  /** Nova's and older Neutrons' longest tag. */
  private static final int LONGEST = 60;

  /** {@code anyrack:rack=NAME}. */
  public String tag() {
    return shortened(PREFIX + rack);
  }

  /** The tags of a resource: the rack's, what it belongs to, such as {@code node}, and to which. */
  public List<String> tags(String role, String name) {
    return List.of(tag(), ROLE + "=" + role, shortened(NODE + "=" + name));
  }

  /** The description of a resource, which is there from the first moment: the same texts. */
  public String description(String role, String name) {
    return String.join(" ", tags(role, name));
  }

  /** The same as metadata of servers and volumes. */
  public Map<String, String> metadata(String role, String name) {
    return Map.of(KEY, rack, ROLE, role, NODE, name);
  }

  /** The metadata key that names the rack. */
  public static String key() {
    return KEY;
  }

  /**
   * What the rack's key pair is called, which has neither tags nor a project.
   *
   * @param project the id of the rack's project
   */
  public String keypair(String project) {
    return keypairBefore() + "-" + Sha256.of(project).hex(4);
  }

  /** What it was called before its name told of the project. */
  public String keypairBefore() {
    return KEYPAIR + rack;
  }

  /** The rack in this project whose key pair is called so; empty: of none. */
  public static Optional<String> rackOfKeypair(String name, String project) {
    if (!name.startsWith(KEYPAIR)) {
      return Optional.empty();
    }
    String rest = name.substring(KEYPAIR.length());
    String ours = "-" + Sha256.of(project).hex(4);
    return rest.endsWith(ours)
        ? Optional.of(rest.substring(0, rest.length() - ours.length()))
        : Optional.of(rest).filter(rack -> !rack.matches(".*-[0-9a-f]{8}"));
  }

  /** Whether tags, or without tags the description, say that it is this rack's. */
  public boolean owns(List<String> tags, String description) {
    return effective(tags, description).contains(tag());
  }

  /** Whether metadata say that it is this rack's. */
  public boolean owns(Map<String, String> metadata) {
    return rack.equals(metadata.get(KEY));
  }

  /** The tags; where somebody was interrupted before they were set, those of the description. */
  public static List<String> effective(List<String> tags, String description) {
    return tags.stream().anyMatch(tag -> tag.startsWith(PREFIX))
        ? tags
        : Stream.of(description.split(" ", -1))
            .filter(each -> each.startsWith("anyrack:"))
            .toList();
  }

  /** What the resource belongs to, by its tags. */
  public static Optional<String> role(List<String> tags) {
    return value(tags, ROLE);
  }

  /** Which one the resource is within the rack, by its tags. */
  public static Optional<String> name(List<String> tags) {
    return value(tags, NODE);
  }

  /** The phase of its installation that a port is in, in lower case; empty: none. */
  public static Optional<String> phase(List<String> tags) {
    return value(tags, PHASE);
  }

  /** The tags of a port in a phase; empty: in none. */
  public static List<String> inPhase(List<String> tags, Optional<String> phase) {
    return Stream.concat(
            tags.stream().filter(tag -> !tag.startsWith(PHASE + "=")),
            phase.map(word -> PHASE + "=" + word).stream())
        .toList();
  }

  /** What the resource belongs to, by its metadata. */
  public static Optional<String> roleOf(Map<String, String> metadata) {
    return Optional.ofNullable(metadata.get(ROLE));
  }

  /** Which one the resource is within the rack, by its metadata. */
  public static Optional<String> nameOf(Map<String, String> metadata) {
    return Optional.ofNullable(metadata.get(NODE));
  }

  /** What {@link #name} gives for {@code name}: long ones are shortened. */
  public static String shown(String name) {
    return shortened(NODE + "=" + name).substring(NODE.length() + 1);
  }

  private static Optional<String> value(List<String> tags, String key) {
    return tags.stream()
        .filter(tag -> tag.startsWith(key + "="))
        .map(tag -> tag.substring(key.length() + 1))
        .findFirst();
  }

  private static String shortened(String tag) {
    if (tag.length() <= LONGEST) {
      return tag;
    }
    return tag.substring(0, LONGEST - 9) + "~" + Sha256.of(tag).hex(4);
  }
}
