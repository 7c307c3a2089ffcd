package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Host keys as servers print them, and as they are kept. */
class HostKeysTest {
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZ1bGxvZnplcm9zYW5kb25lc2Z1bGxvZnplcm9zYW5k";
  private static final String ECDSA =
      "ecdsa-sha2-nistp256"
          + " AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBGZ1bGxvZnplcm9zYW5kb25lcw==";

  @TempDir private Path directory;

  @Test
  void cloudInitPrintsThemBetweenTwoLines() {
    assertThat(
            HostKeys.printed(
                """
                [   12.3] something else ssh-ed25519 AAAA
                ci-info: no authorized SSH keys fingerprints found
                -----BEGIN SSH HOST KEY KEYS-----
                %s root@guest\r
                <14>Nov 21 12:00:00 cloud-init: %s root@guest
                -----END SSH HOST KEY KEYS-----
                login:
                """
                    .formatted(ECDSA, ED25519)))
        .containsExactly(ECDSA, ED25519);
  }

  @Test
  void theLastStartCounts() {
    String block = "-----BEGIN SSH HOST KEY KEYS-----\n%s x\n-----END SSH HOST KEY KEYS-----\n";

    assertThat(HostKeys.printed(block.formatted(ECDSA) + block.formatted(ED25519)))
        .containsExactly(ED25519);
  }

  @Test
  void halfABlockIsNone() {
    assertThat(HostKeys.printed("")).isEmpty();
    assertThat(HostKeys.printed("-----BEGIN SSH HOST KEY KEYS-----\n" + ED25519)).isEmpty();
    assertThat(HostKeys.printed("-----END SSH HOST KEY KEYS-----\n")).isEmpty();
  }

  @Test
  void keysAreKeptUnderTheServersId() throws IOException {
    HostKeys keys = new HostKeys(directory.resolve("known_hosts"));
    assertThat(keys.knows("id-1")).isFalse();

    keys.keep("id-1", List.of(ECDSA, ED25519));

    assertThat(keys.knows("id-1")).isTrue();
    assertThat(keys.knows("id-10")).isFalse();
    assertThat(Files.readAllLines(keys.file())).containsExactly("id-1 " + ECDSA, "id-1 " + ED25519);
    keys.keep("id-2", List.of(ED25519));
    assertThat(keys.knows("id-1")).isFalse();
  }
}
