package io.anyrack.netboot.tftp;

import java.nio.file.Path;
import java.util.Optional;

/** Which file a name asked for over TFTP means. */
@FunctionalInterface
public interface TftpFiles {
  /** The regular file called {@code name}; empty if there is none, or none that is handed out. */
  Optional<Path> find(String name);
}
