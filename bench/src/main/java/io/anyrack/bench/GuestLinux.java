package io.anyrack.bench;

import io.anyrack.cli.linux.AptArchive;
import io.anyrack.cli.linux.DemoLinux;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BootSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The demo's Linux, which guests of benchmarks boot. */
final class GuestLinux {
  private static final Duration APT_LIMIT = Duration.ofMinutes(10);

  private GuestLinux() {}

  /** Its files, from the cache that {@code anyrack demo} uses too. */
  static BootSpec.Linux obtain() {
    Path cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache"))
            .resolve("anyrack/linux");
    return new DemoLinux(cache, new AptArchive(APT_LIMIT, Path.of("/")), Progress.SILENT).obtain();
  }
}
