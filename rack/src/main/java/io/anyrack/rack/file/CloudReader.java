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
  static final List<String> NOT_YET = List.of("openstack", "libvirt", "physical");

  private CloudReader() {}

  static CloudSpec read(Value value) {
    if (!value.isMapping()) {
      Optional<String> kind = value.text();
      kind.ifPresent(text -> checkKind(value, text));
      return DEFAULT;
    }
    for (Value key : value.entries().orElseThrow().keySet()) {
      String kind = key.textOrNumber().orElse("");
      if (NOT_YET.contains(kind)) {
        checkKind(key, kind);
        return DEFAULT;
      }
    }
    return value
        .section(Keys.CLOUD)
        .flatMap(section -> section.require("local", "{}"))
        .flatMap(local -> local.section(Keys.LOCAL))
        .map(CloudReader::local)
        .orElse(DEFAULT);
  }

  private static void checkKind(Value value, String kind) {
    if (NOT_YET.contains(kind)) {
      value.problem("the cloud '" + kind + "' is not built yet; this version knows 'local'");
    } else if (!kind.equals("local")) {
      value.problem("cloud cannot be '" + kind + "'; " + Spelling.hint(kind, Keys.CLOUD.names()));
    }
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
