package io.anyrack.netboot.script;

import io.anyrack.netboot.port.Port;
import io.anyrack.rack.model.BootSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the rack file wants a node to boot from the network. Thread-safe. */
public final class RackScripts implements ScriptSource {
  private final long largest;
  private final Retries retries;

  /**
   * A source of scripts.
   *
   * @param largest the largest script file, in octets
   * @param retries how often the scripts made here try
   */
  public RackScripts(long largest, Retries retries) {
    this.largest = largest;
    this.retries = retries;
  }

  @Override
  public String scriptFor(Port port, String base) {
    BootSpec boot = port.rack().boot();
    if (boot.script().isPresent()) {
      return switch (boot.script().get()) {
        case BootSpec.Script.File(Path path) -> read(port, path);
        case BootSpec.Script.Url(String url) -> ScriptTemplate.chain(port, url, retries);
      };
    } else if (boot.linux().isPresent()) {
      return ScriptTemplate.linux(port, base, boot.linux().get(), retries);
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
