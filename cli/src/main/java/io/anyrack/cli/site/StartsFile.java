package io.anyrack.cli.site;

import static java.lang.System.Logger.Level.WARNING;

import io.anyrack.rack.model.BootOverride;
import io.anyrack.service.state.PrivateFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps what machines were started to boot from until their nodes have asked, so that a new service
 * answers as the old one would have. Thread-safe.
 */
final class StartsFile {
  private static final System.Logger LOG = System.getLogger(StartsFile.class.getName());
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final ReentrantLock writing = new ReentrantLock();

  StartsFile(Path file) {
    this.file = file;
  }

  /** What was kept; what cannot be understood is forgotten. */
  Map<String, BootOverride> read() {
    Map<String, BootOverride> starts = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, JsonNode> start :
          JSON.readTree(Files.readAllBytes(file)).properties()) {
        JsonNode order = start.getValue();
        starts.put(
            start.getKey(),
            new BootOverride(
                BootOverride.Device.valueOf(order.path("device").asString("")),
                BootOverride.Lifetime.valueOf(order.path("lifetime").asString("")),
                BootOverride.Mode.valueOf(order.path("mode").asString("")),
                0,
                Optional.of(order.path("http").asString(""))
                    .filter(url -> !url.isEmpty())
                    .map(URI::create)));
      }
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      LOG.log(WARNING, "cannot read " + file + ": " + e.getMessage());
    }
    return starts;
  }

  /** Keeps {@code starts}; where that fails, only a service that dies now would miss it. */
  void write(Map<String, BootOverride> starts) {
    ObjectNode all = JSON.createObjectNode();
    starts.forEach(
        (node, order) -> {
          ObjectNode start =
              all.putObject(node)
                  .put("device", order.device().name())
                  .put("lifetime", order.lifetime().name())
                  .put("mode", order.mode().name());
          order.http().ifPresent(url -> start.put("http", url.toString()));
        });
    writing.lock();
    try {
      PrivateFile.replace(file, JSON.writeValueAsBytes(all));
    } catch (IOException e) {
      LOG.log(WARNING, "cannot write " + file + ": " + e.getMessage());
    } finally {
      writing.unlock();
    }
  }
}
