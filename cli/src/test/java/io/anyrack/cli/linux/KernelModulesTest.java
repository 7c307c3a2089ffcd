package io.anyrack.cli.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelModulesTest {
  @TempDir private Path directory;

  @BeforeEach
  void builtIn() throws IOException {
    Files.writeString(directory.resolve("modules.builtin"), "kernel/net/core/failover.ko\n");
  }

  @Test
  void shouldLoadWhatAModuleNeedsBeforeIt() throws IOException {
    module("drivers/virtio/virtio.ko", "");
    module("drivers/virtio/virtio-ring.ko", "virtio");
    module("drivers/net/net_failover.ko", "failover");
    module("drivers/net/virtio_net.ko", "net_failover,virtio-ring,virtio");
    module("drivers/block/virtio_blk.ko", "virtio_ring");
    module("sound/pcsp.ko", "");

    assertThat(modules().closure(List.of("virtio_net", "virtio_blk")).keySet())
        .containsExactly("net_failover", "virtio", "virtio_ring", "virtio_net", "virtio_blk");
  }

  @Test
  void shouldDecompressWhatIsCompressed() throws IOException {
    Files.writeString(directory.resolve("button.ko.xz"), "compressed");

    assertThat(modules().closure(List.of("button")))
        .hasEntrySatisfying("button", content -> assertThat(content).asString().isEqualTo("plain"));
  }

  @Test
  void shouldNameAModuleThatTheKernelLacks() throws IOException {
    assertThatThrownBy(() -> modules().closure(List.of("ipmi_si")))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("no module ipmi_si");
  }

  @Test
  void shouldRefuseACircle() throws IOException {
    module("a.ko", "b");
    module("b.ko", "a");

    assertThatThrownBy(() -> modules().closure(List.of("a")))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("needs itself");
  }

  @Test
  void shouldReadAnyBytesAsAModule() {
    Random random = new Random(25);
    byte[] marker = "\0depends=a,b-c\0".getBytes(ISO_8859_1);
    for (int round = 0; round < 2_000; round++) {
      byte[] content = new byte[random.nextInt(64)];
      random.nextBytes(content);
      int at = random.nextInt(content.length + 1);
      int length = Math.min(random.nextInt(marker.length + 1), content.length - at);
      System.arraycopy(marker, 0, content, at, length);

      List<String> dependencies = KernelModules.dependencies(content);

      if (length == marker.length) {
        assertThat(dependencies).containsExactly("a", "b_c");
      } else {
        assertThat(dependencies).hasSizeLessThanOrEqualTo(content.length);
      }
    }
  }

  private KernelModules modules() throws IOException {
    return KernelModules.in(directory, _ -> "plain".getBytes(ISO_8859_1));
  }

  private void module(String path, String dependencies) throws IOException {
    Path file = directory.resolve("kernel").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, "\u007fELF...license=GPL\0depends=" + dependencies + "\0name=x\0", ISO_8859_1);
  }
}
