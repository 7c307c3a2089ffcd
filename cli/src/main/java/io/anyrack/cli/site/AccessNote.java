package io.anyrack.cli.site;

import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.Identity;
import io.anyrack.rack.RackException;
import io.anyrack.rack.digest.Sha256;
import io.anyrack.service.state.PrivateFile;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Tells whether a running service asks its cloud as somebody else than the user would now: of what
 * it was started with, a salted digest is kept, never the secret itself.
 */
public final class AccessNote {
  private static final int SALT_OCTETS = 16;
  private static final HexFormat HEX = HexFormat.of();

  private final Path file;

  /** The note of the service whose state is in {@code state}. */
  public AccessNote(StateDirectory state) {
    this.file = state.root().resolve("cloud.digest");
  }

  /** The service asks as {@code config} says from now on. */
  void write(CloudConfig config, SecureRandom random) {
    byte[] salt = new byte[SALT_OCTETS];
    random.nextBytes(salt);
    try {
      PrivateFile.write(
          file, (HEX.formatHex(salt) + digest(salt, config)).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new RackException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Whether the service that wrote the note asks otherwise; false where there is no note. */
  public boolean differs(CloudConfig config) {
    try {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      int length = 2 * SALT_OCTETS;
      return text.length() > length
          && !text.substring(length)
              .equals(digest(HEX.parseHex(text.substring(0, length)), config));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException | IllegalArgumentException e) {
      throw new RackException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String digest(byte[] salt, CloudConfig config) {
    // The configuration's text has all of it but the secret.
    return new Sha256().add(salt).add(config.toString()).add(secret(config.identity())).hex();
  }

  private static String secret(Identity identity) {
    return switch (identity) {
      case Identity.Password password -> password.password().reveal();
      case Identity.ApplicationCredential credential -> credential.secret().reveal();
      case Identity.Token token -> token.token().reveal();
    };
  }
}
