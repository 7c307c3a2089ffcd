package io.anyrack.service.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.rack.RackException;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.RackWriter;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the rack as it was last applied: a rack file with every default filled in, and beside it
 * the secrets that a rack file only names.
 */
public final class RackStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> SECRETS = new TypeReference<>() {};

  private final StateDirectory state;

  /**
   * A store in a state directory that exists.
   *
   * @param state where it is kept
   */
  public RackStore(StateDirectory state) {
    this.state = state;
  }

  /**
   * The rack that was last kept.
   *
   * @throws RackException if it is there but cannot be understood
   */
  public Optional<Rack> rack() {
    if (!Files.exists(state.rackFile())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          parse(Files.readString(state.rackFile()), JSON.readValue(secrets(), SECRETS)));
    } catch (IOException e) {
      throw new RackException("cannot read " + state.rackFile() + ": " + e.getMessage(), e);
    }
  }

  private byte[] secrets() throws IOException {
    return Files.exists(state.secrets())
        ? Files.readAllBytes(state.secrets())
        : "{}".getBytes(UTF_8);
  }

  /** Keeps {@code rack} in place of what was kept before. */
  public void keep(Rack rack) {
    try {
      // Whenever the process dies, the secrets of the rack that is kept are among those kept.
      Map<String, String> both = new LinkedHashMap<>(JSON.readValue(secrets(), SECRETS));
      both.putAll(secrets(rack));
      PrivateFile.replace(state.secrets(), JSON.writeValueAsBytes(both));
      PrivateFile.replace(state.rackFile(), write(rack).getBytes(UTF_8));
      PrivateFile.replace(state.secrets(), JSON.writeValueAsBytes(secrets(rack)));
    } catch (IOException e) {
      throw new RackException("cannot keep the rack: " + e.getMessage(), e);
    }
  }

  /** Keeps no rack any more. */
  public void forget() {
    try {
      Files.deleteIfExists(state.rackFile());
      Files.deleteIfExists(state.secrets());
    } catch (IOException e) {
      throw new RackException("cannot forget the rack: " + e.getMessage(), e);
    }
  }

  /** A rack as text that {@link #parse} reads back. */
  public static String write(Rack rack) {
    return RackWriter.write(rack);
  }

  /** The secrets that {@link #write} only names. */
  public static Map<String, String> secrets(Rack rack) {
    return switch (rack.bmc().credentials()) {
      case BmcSpec.Credentials.Given given ->
          Map.of(given.password().name(), given.password().reveal());
      case BmcSpec.Credentials.Generated _ -> Map.of();
    };
  }

  /**
   * A rack from text that {@link #write} made. What it refers to was there when it was applied;
   * where it has gone since, a boot that needs it says so.
   *
   * @throws RackException if it cannot be understood
   */
  public static Rack parse(String text, Map<String, String> secrets) {
    Surroundings trusting =
        new Surroundings() {
          @Override
          public Optional<String> secret(String name) {
            return Optional.ofNullable(secrets.get(name));
          }

          @Override
          public boolean isReadableFile(Path path) {
            return true;
          }

          @Override
          public boolean isReadableDirectory(Path path) {
            return true;
          }
        };
    return switch (new RackFile(trusting).read("rack.yaml", Path.of("/"), text.getBytes(UTF_8))) {
      case RackFile.Read.Valid valid -> valid.rack();
      case RackFile.Read.Invalid invalid ->
          throw new RackException(
              "the rack that was kept cannot be read:\n"
                  + invalid.problems().stream()
                      .map(Object::toString)
                      .collect(Collectors.joining("\n")));
    };
  }
}
