package io.anyrack.rack.file;

import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.NodeSpec.Hosting;
import io.anyrack.rack.model.NodeSpec.Storage;
import io.anyrack.rack.model.NodeSpec.VolumeSpec;
import java.util.List;
import java.util.Optional;

/** Reads what a node asks of a cloud with flavors and volumes. */
final class HostingReader {
  static final int MOST_VOLUMES = 16;
  static final int MOST_GIB = 64 << 10;

  private HostingReader() {}

  static Hosting read(Section section, CloudRules rules) {
    rules.onlyOpenstack(section, "flavor", "give cpus, memory and disk");
    rules.onlyOpenstack(section, "storage", "the disk is a file");
    rules.onlyOpenstack(section, "volumes", "a node has one disk");
    rules.onlyOpenstack(section, "method", "nodes boot by QEMU's own order");
    if (!rules.isOpenstack()) {
      return Hosting.NONE;
    }
    return new Hosting(
        section.get("flavor").flatMap(Names::cloudName),
        section.get("image").flatMap(Names::cloudName),
        section.get("storage").flatMap(value -> value.oneOf(Storage.class)).orElse(Storage.AUTO),
        section.get("volumes").map(HostingReader::volumes).orElse(List.of()),
        section
            .get("method")
            .filter(value -> !value.is("auto"))
            .flatMap(value -> method(value, rules)));
  }

  /** A boot method that the cloud has; empty also for the rack's own. */
  static Optional<BootSpec.Method> method(Value value, CloudRules rules) {
    Optional<BootSpec.Method> method = value.oneOf(BootSpec.Method.class);
    boolean isLocal = method.filter(word -> word == BootSpec.Method.NATIVE).isPresent();
    if (method.isEmpty() || method.get() == BootSpec.Method.AUTO) {
      return method;
    }
    if (rules.isOpenstack() && isLocal) {
      value.problem(
          "a server of Nova has no boot order to set; the methods there are auto, script, rescue,"
              + " rebuild");
    } else if (rules.isLocal() && !isLocal) {
      value.problem(
          "the method '%s' is for the cloud 'openstack'; with 'local' it is auto or native"
              .formatted(Words.of(method.get())));
    }
    return method;
  }

  private static List<VolumeSpec> volumes(Value value) {
    List<Value> items = value.list().orElse(List.of());
    if (items.size() > MOST_VOLUMES) {
      value.problem(
          "a node has at most %d volumes; here are %d".formatted(MOST_VOLUMES, items.size()));
    }
    return items.stream()
        .limit(MOST_VOLUMES)
        .flatMap(item -> volume(new Value("volume", item.node(), item.context())).stream())
        .toList();
  }

  private static Optional<VolumeSpec> volume(Value value) {
    if (!value.isMapping()) {
      return Sizes.gib(value, 1, MOST_GIB).map(size -> new VolumeSpec(size, Optional.empty()));
    }
    return value
        .section(Keys.VOLUME)
        .flatMap(
            section -> {
              Optional<String> type = section.get("type").flatMap(Names::cloudName);
              return section
                  .require("size", "10GiB")
                  .flatMap(size -> Sizes.gib(size, 1, MOST_GIB))
                  .map(size -> new VolumeSpec(size, type));
            });
  }
}
