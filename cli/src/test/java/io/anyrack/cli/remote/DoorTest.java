package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that has just been made is waited for, and its host key learned. */
class DoorTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZ1bGxvZnplcm9zYW5kb25lc2Z1bGxvZnplcm9zYW5k";
  private static final String PRINTED =
      "-----BEGIN SSH HOST KEY KEYS-----\n" + KEY + " a\n-----END SSH HOST KEY KEYS-----\n";

  @TempDir private Path directory;
  private FakeServer server;
  private HostKeys keys;

  @BeforeEach
  void start() throws IOException {
    server = FakeServer.in(directory);
    keys = new HostKeys(directory.resolve("known_hosts"));
  }

  private Door door(Duration open, Duration forKeys) {
    return new Door(server.ssh(), keys, new Door.Limits(open, forKeys, Duration.ofMillis(10)));
  }

  @Test
  void theConsoleShowsTheKeyAfterSomeTime() throws IOException {
    AtomicInteger looks = new AtomicInteger();

    assertThat(
            door(Duration.ofSeconds(20), Duration.ofSeconds(20))
                .await(() -> looks.incrementAndGet() < 3 ? "booting" : PRINTED))
        .isEqualTo(Door.Learned.CONSOLE);
    assertThat(Files.readString(keys.file())).isEqualTo("id-1 " + KEY + "\n");
  }

  @Test
  void aConsoleWithoutKeysIsNotWaitedForLong() {
    assertThat(door(Duration.ofSeconds(20), Duration.ZERO).await(() -> ""))
        .isEqualTo(Door.Learned.FIRST_CONTACT);
  }

  @Test
  void aKeyThatIsKnownIsNotLookedFor() {
    keys.keep("id-1", List.of(KEY));

    assertThat(
            door(Duration.ofSeconds(20), Duration.ofSeconds(20))
                .await(
                    () -> {
                      throw new AssertionError("the console was asked");
                    }))
        .isEqualTo(Door.Learned.BEFORE);
  }

  @Test
  void aServerThatStillStartsIsTriedAgain() throws IOException {
    server.close("ssh: connect to host 192.0.2.9 port 22: Connection refused");
    AtomicInteger looks = new AtomicInteger();
    keys.keep("other", List.of(KEY));
    Thread opener =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (looks.get() < 1) {
                      Thread.onSpinWait();
                    }
                    server.open();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });

    assertThat(
            door(Duration.ofSeconds(20), Duration.ZERO)
                .await(
                    () -> {
                      looks.incrementAndGet();
                      return "";
                    }))
        .isEqualTo(Door.Learned.FIRST_CONTACT);
    assertThat(opener.isDaemon()).isTrue();
  }

  @Test
  void aServerThatNeverLetsUsInIsGivenUp() throws IOException {
    server.close("debian@192.0.2.9: Permission denied (publickey).");

    assertThatThrownBy(() -> door(Duration.ofMillis(100), Duration.ZERO).await(() -> ""))
        .isInstanceOf(RemoteException.class)
        .hasMessageStartingWith("debian@192.0.2.9 does not let us in after 0 s: debian@192.0.2.9:")
        .hasMessageContaining("Permission denied");
  }

  @Test
  void anotherHostIsNotTalkedTo() throws IOException {
    server.close(
        "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.");

    assertThatThrownBy(() -> door(Duration.ofSeconds(20), Duration.ZERO).await(() -> ""))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("another host key than before");
  }
}
