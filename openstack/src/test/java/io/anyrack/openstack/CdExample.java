package io.anyrack.openstack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The least that is taken for a CD image. */
public final class CdExample {
  private CdExample() {}

  /** Writes it to {@code file}. */
  public static Path write(Path file) {
    byte[] octets = new byte[36 * 1024];
    System.arraycopy("CD001".getBytes(US_ASCII), 0, octets, 32769, 5);
    try {
      return Files.write(file, octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
