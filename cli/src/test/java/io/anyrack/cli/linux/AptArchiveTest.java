package io.anyrack.cli.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

final class AptArchiveTest {
  @Test
  void shouldReadTheFirstRecord() {
    String answer =
        """
        Package: linux-image-amd64
        Version: 6.1.192-2
        Depends: linux-image-6.1.0-56-amd64 (= 6.1.192-2)
        Description-en: Linux for 64-bit PCs (meta-package)
         This package depends on the latest Linux kernel: that is all.

        Package: linux-image-amd64
        Version: 6.1.176-1
        """;
    assertThat(AptArchive.fields(answer))
        .containsOnly(
            entry("Package", "linux-image-amd64"),
            entry("Version", "6.1.192-2"),
            entry("Depends", "linux-image-6.1.0-56-amd64 (= 6.1.192-2)"),
            entry("Description-en", "Linux for 64-bit PCs (meta-package)"));
  }

  @Test
  void shouldReadTheNamesOfDependencies() {
    assertThat(AptArchive.dependencies("kmod, linux-base (>= 4.3~), a:any | b, c|d,,"))
        .containsExactly("kmod", "linux-base", "a", "c");
    assertThat(AptArchive.dependencies("")).isEmpty();
  }
}
