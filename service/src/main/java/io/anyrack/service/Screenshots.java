package io.anyrack.service;

import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes pictures of screens. */
final class Screenshots {
  private Screenshots() {}

  /** What the screen of {@code machine} shows, as PNG. */
  static byte[] take(Machine machine) {
    Path file = null;
    try {
      file = Files.createTempFile("anyrack-screen", ".png");
      machine.screenshot(file);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new RackException("cannot keep the screenshot: " + e.getMessage(), e);
    } finally {
      if (file != null) {
        file.toFile().delete();
      }
    }
  }
}
