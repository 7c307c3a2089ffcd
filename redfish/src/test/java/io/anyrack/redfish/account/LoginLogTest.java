package io.anyrack.redfish.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.FileEventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins of who sends name and password with each request. */
final class LoginLogTest {
  private static final Identity ADMIN = new Identity("admin", Role.ADMINISTRATOR, Optional.empty());

  @TempDir private Path directory;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private FileEventLog events;
  private LoginLog log;

  @BeforeEach
  void open() {
    events = new FileEventLog(directory.resolve("events.jsonl"), 100, () -> now);
    log = new LoginLog(_ -> events, events, () -> now);
  }

  private List<String> origins() {
    return events.events().stream().map(Event::origin).toList();
  }

  @Test
  void oneWhoKeepsAskingIsLoggedOnce() {
    for (int minute = 0; minute < 120; minute += 20) {
      log.used(ADMIN, "192.0.2.1");
      now = now.plus(Duration.ofMinutes(20));
    }
    assertThat(origins()).containsExactly("redfish 192.0.2.1");
  }

  @Test
  void whoComesBackAfterALongSilenceIsLoggedAgain() {
    log.used(ADMIN, "192.0.2.1");
    now = now.plus(Duration.ofMinutes(31));
    log.used(ADMIN, "192.0.2.1");
    assertThat(origins()).hasSize(2);
  }

  @Test
  void eachAddressAndAccountIsLogged() {
    log.used(ADMIN, "192.0.2.1");
    log.used(ADMIN, "192.0.2.2");
    log.used(new Identity("admin", Role.ADMINISTRATOR, Optional.of("node-1")), "192.0.2.1");
    log.used(new Identity("watcher", Role.READ_ONLY, Optional.empty()), "192.0.2.1");
    assertThat(origins())
        .containsExactly(
            "redfish 192.0.2.1", "redfish 192.0.2.2", "redfish 192.0.2.1", "redfish 192.0.2.1");
  }
}
