package io.anyrack.netboot.script;

import io.anyrack.netboot.port.Port;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.node.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides which iPXE script a node gets, each time it asks: its boot override first, then what the
 * rack file says. Thread-safe.
 */
public final class BootScripts {
  private final Function<String, Optional<Node>> nodes;
  private final long largest;

  /**
   * A source of scripts.
   *
   * @param nodes finds a node by its name; empty: it has no overrides
   * @param largest the largest script file, in octets
   */
  public BootScripts(Function<String, Optional<Node>> nodes, long largest) {
    this.nodes = nodes;
    this.largest = largest;
  }

  /** The script for the node behind {@code port}, as it is to be now. */
  public String scriptFor(Port port) {
    BootOverride override =
        nodes.apply(port.node().name()).map(node -> node.status().boot()).orElse(BootOverride.NONE);
    if (override.isActive() && override.device() == BootOverride.Device.DISK) {
      return ScriptTemplate.disk(port);
    }
    BootSpec boot = port.rack().boot();
    if (boot.script().isPresent()) {
      return switch (boot.script().get()) {
        case BootSpec.Script.File(Path path) -> read(port, path);
        case BootSpec.Script.Url(String url) -> ScriptTemplate.chain(port, url);
      };
    } else if (boot.linux().isPresent()) {
      return ScriptTemplate.linux(port, boot.linux().get());
    }
    return ScriptTemplate.nothing(port);
  }

  private String read(Port port, Path path) {
    try {
      if (Files.size(path) > largest) {
        return ScriptTemplate.unreadable(port, path, "larger than " + largest + " bytes");
      }
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      return ScriptTemplate.unreadable(port, path, "no such file");
    } catch (IOException e) {
      return ScriptTemplate.unreadable(port, path, "cannot be read as text");
    }
  }
}
