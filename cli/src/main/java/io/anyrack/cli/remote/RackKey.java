package io.anyrack.cli.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The SSH key made for one rack, for servers whose file names no key pair of the project. */
public final class RackKey {
  private static final long LIMIT_SECONDS = 30;

  private final Path file;
  private final String rack;

  /**
   * The key of a rack.
   *
   * @param directory the rack's own, which exists and is private
   * @param rack the rack's name, for the key's comment
   */
  public RackKey(Path directory, String rack) {
    this.file = directory.resolve("id_ed25519");
    this.rack = rack;
  }

  /** The private key's file; made if it is not there. */
  public Path file() {
    if (!Files.exists(file)) {
      make();
    }
    return file;
  }

  /** The public key, one line; made if it is not there. */
  public String publicKey() {
    try {
      return Files.readString(Path.of(file() + ".pub")).strip();
    } catch (IOException e) {
      throw new RemoteException("cannot read " + file + ".pub: " + e.getMessage(), e);
    }
  }

  private void make() {
    try {
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
                      "anyrack-" + rack,
                      "-f",
                      file.toString()))
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new RemoteException("ssh-keygen could not make " + file);
      }
    } catch (IOException e) {
      throw new RemoteException(
          "cannot run ssh-keygen: " + e.getMessage() + "; install openssh-client", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteException("interrupted while an SSH key is made", e);
    }
  }
}
