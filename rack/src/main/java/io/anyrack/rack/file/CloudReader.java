package io.anyrack.rack.file;

import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.CloudSpec.Accelerator;
import io.anyrack.rack.model.CloudSpec.DiskCache;
import java.util.List;
import java.util.Optional;

/** Reads {@code cloud}: a kind, or a kind with its settings. */
final class CloudReader {
  static final CloudSpec DEFAULT = new CloudSpec.Local(Accelerator.AUTO, DiskCache.WRITEBACK);

  /** Kinds that are designed but that this version does not have. */
  static final List<String> NOT_YET = List.of("libvirt", "physical");

  static final String IMAGE_PREFIX = "anyrack";

  private static final CloudSpec OPENSTACK =
      new CloudSpec.Openstack(Optional.empty(), Optional.empty(), Optional.empty(), IMAGE_PREFIX);

  private CloudReader() {}

  /** The cloud; empty: it has a problem, which was told. */
  static Optional<CloudSpec> read(Value value) {
    if (!value.isMapping()) {
      return value.text().flatMap(kind -> ofKind(value, kind));
    }
    for (Value key : value.entries().orElseThrow().keySet()) {
      String kind = key.textOrNumber().orElse("");
      if (NOT_YET.contains(kind)) {
        return ofKind(key, kind);
      }
    }
    return value.section(Keys.CLOUD).flatMap(CloudReader::ofSection);
  }

  private static Optional<CloudSpec> ofSection(Section section) {
    Optional<Value> local = section.get("local");
    Optional<Value> openstack = section.get("openstack");
    if (local.isPresent() && openstack.isPresent()) {
      section.value().problem("a rack is on one cloud; remove 'local' or 'openstack'");
      return Optional.empty();
    }
    if (openstack.isPresent()) {
      return openstack.get().section(Keys.OPENSTACK).map(CloudReader::openstack);
    }
    return section
        .require("local", "{}")
        .flatMap(value -> value.section(Keys.LOCAL))
        .map(CloudReader::local);
  }

  private static Optional<CloudSpec> ofKind(Value value, String kind) {
    return switch (kind) {
      case "local" -> Optional.of(DEFAULT);
      case "openstack" -> Optional.of(OPENSTACK);
      default -> {
        value.problem(
            NOT_YET.contains(kind)
                ? "the cloud '" + kind + "' is not built yet; this version knows local, openstack"
                : "cloud cannot be '" + kind + "'; " + Spelling.hint(kind, Keys.CLOUD.names()));
        yield Optional.empty();
      }
    };
  }

  private static CloudSpec openstack(Section section) {
    return new CloudSpec.Openstack(
        section.get("cloud").flatMap(Names::cloudName),
        section.get("region").flatMap(Names::cloudName),
        section.get("availability-zone").flatMap(Names::cloudName),
        section
            .get("image-prefix")
            .flatMap(value -> Names.name(value, Names.LENGTH))
            .orElse(IMAGE_PREFIX));
  }

  private static CloudSpec local(Section section) {
    return new CloudSpec.Local(
        section
            .get("accelerator")
            .flatMap(value -> value.oneOf(Accelerator.class))
            .orElse(Accelerator.AUTO),
        section
            .get("disk-cache")
            .flatMap(value -> value.oneOf(DiskCache.class))
            .orElse(DiskCache.WRITEBACK));
  }
}
