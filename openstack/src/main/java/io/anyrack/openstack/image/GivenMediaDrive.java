package io.anyrack.openstack.image;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.model.NodeSpec.Firmware;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The CD drives of a service that has no right to make images: whoever has it puts them into the
 * project, tells the service which, and takes them away again. What it was told it keeps in a file,
 * for a service that comes later.
 */
public final class GivenMediaDrive implements MediaDrive {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();

  /** The drives of a rack; {@code file} need not exist yet. */
  public GivenMediaDrive(Path file) {
    this.file = file;
  }

  @Override
  public void insert(String node, Firmware firmware, URI image) {
    Disc disc =
        Disc.of(image)
            .orElseThrow(
                () ->
                    new MachineException(
                        ("the service on its server may not put images into the project;"
                                + " `anyrack media %s insert %s` does, where the rack was made")
                            .formatted(node, image)));
    change(discs -> discs.put(node, disc));
  }

  @Override
  public void eject(String node) {
    change(discs -> discs.remove(node));
  }

  @Override
  public void ejectAll() {
    change(Map::clear);
  }

  @Override
  public Optional<Disc> inserted(String node) {
    lock.lock();
    try {
      return Optional.ofNullable(read().get(node));
    } finally {
      lock.unlock();
    }
  }

  private interface Change {
    void to(Map<String, Disc> discs);
  }

  private void change(Change change) {
    lock.lock();
    try {
      Map<String, Disc> discs = read();
      change.to(discs);
      ObjectNode all = JSON.createObjectNode();
      discs.forEach(
          (node, disc) ->
              all.putObject(node).put("image", disc.image()).put("octets", disc.octets()));
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.write(next, JSON.writeValueAsBytes(all));
      Files.move(next, file, ATOMIC_MOVE);
    } catch (IOException e) {
      throw new MachineException("cannot write " + file + ": " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  private Map<String, Disc> read() {
    Map<String, Disc> discs = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> disc :
          JSON.readTree(Files.readAllBytes(file)).properties()) {
        discs.put(
            disc.getKey(),
            new Disc(
                disc.getValue().path("image").asString(""),
                disc.getValue().path("octets").asLong(Long.MAX_VALUE)));
      }
    } catch (NoSuchFileException e) {
      return discs;
    } catch (IOException | JacksonException e) {
      throw new MachineException("cannot read " + file + ": " + e.getMessage(), e);
    }
    return discs;
  }
}
