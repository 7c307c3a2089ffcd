package io.anyrack.openstack.resource;

import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.digest.Sha256;
import io.anyrack.rack.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What is kept with a server so that it can be compared later. */
final class Facets {
  static final String FLAVOR = "anyrack:flavor";
  static final String IMAGE = "anyrack:image";
  static final String DISKS = "anyrack:disks";
  static final String USER_DATA = "anyrack:user-data";

  /** Nova's longest metadata value. */
  private static final int LONGEST = 255;

  /** Nova takes 65535 octets in base64. */
  private static final long LARGEST_USER_DATA = 49_149;

  private Facets() {}

  /** A text that fits; a long one's hash. */
  static String fitting(String text) {
    return text.length() <= LONGEST ? text : hash(text);
  }

  static String hash(String text) {
    return Sha256.of(text).hex(8);
  }

  /** A file of user-data; it may hold secrets. */
  static Optional<Secret> userData(String server, Optional<Path> file) {
    return file.map(path -> read(server, path));
  }

  private static Secret read(String server, Path file) {
    try {
      if (Files.size(file) > LARGEST_USER_DATA) {
        throw new CloudException(
            "%s: the user-data file %s has more than %d octets, which is all Nova takes"
                .formatted(server, file, LARGEST_USER_DATA));
      }
      return new Secret(Files.readString(file));
    } catch (IOException e) {
      throw new CloudException(
          "%s: cannot read the user-data file %s: %s".formatted(server, file, e.getMessage()), e);
    }
  }
}
