package io.anyrack.cli.site;

import io.anyrack.cli.host.Host;
import io.anyrack.rack.RackException;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The SSH key that servers of a rack let in: the user's own, else one made for the rack. */
final class SshKeys {
  private static final long LIMIT_SECONDS = 30;

  private SshKeys() {}

  /** The public key, as {@code authorized_keys} has it. */
  static String publicKey(Host host, StateDirectory state) {
    Optional<String> own = PublicKeys.of(host.home()).stream().findFirst();
    return own.orElseGet(() -> ofRack(state));
  }

  private static String ofRack(StateDirectory state) {
    state.create();
    Path file = state.root().resolve("id_ed25519");
    Path publicFile = state.root().resolve("id_ed25519.pub");
    try {
      if (!Files.exists(publicFile)) {
        make(file);
      }
      return Files.readString(publicFile).strip();
    } catch (IOException e) {
      throw new RackException(
          "cannot make an SSH key in "
              + state.root()
              + ": "
              + e.getMessage()
              + "; install openssh-client, or make a key of your own with ssh-keygen",
          e);
    }
  }

  private static void make(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-C",
                    "anyrack",
                    "-f",
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("ssh-keygen made no " + file);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
