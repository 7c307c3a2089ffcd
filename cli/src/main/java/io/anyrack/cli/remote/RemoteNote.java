package io.anyrack.cli.remote;

import io.anyrack.service.state.PrivateFile;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept here of a service that runs on a server.
 *
 * @param user who logs in there
 * @param address where it is reached
 * @param port of SSH
 * @param server the server's id, under which its host key is kept
 * @param socket the service's unix socket there
 * @param credential the id of the application credential it has; empty: none
 * @param credentialDigest SHA-256 of the file there with that credential, in hexadecimal
 */
record RemoteNote(
    String user,
    String address,
    int port,
    String server,
    String socket,
    String credential,
    String credentialDigest) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Path file(StateDirectory state) {
    return state.root().resolve("remote.json");
  }

  /** What is kept of the rack; empty: its service is not on a server. */
  static Optional<RemoteNote> read(StateDirectory state) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file(state)), RemoteNote.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JacksonException e) {
      throw new RemoteException("cannot read " + file(state) + ": " + e.getMessage(), e);
    }
  }

  static void forget(StateDirectory state) {
    try {
      Files.deleteIfExists(file(state));
    } catch (IOException e) {
      throw new RemoteException("cannot remove " + file(state) + ": " + e.getMessage(), e);
    }
  }

  void write(StateDirectory state) {
    try {
      PrivateFile.write(file(state), JSON.writeValueAsBytes(this));
    } catch (IOException e) {
      throw new RemoteException("cannot write " + file(state) + ": " + e.getMessage(), e);
    }
  }
}
