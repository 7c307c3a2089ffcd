package io.anyrack.netsync.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.sync.Said;
import io.anyrack.rack.sync.Source;
import io.anyrack.rack.sync.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while they are watched. */
@Timeout(60)
final class WatchedFilesTest {
  /** Without an event nothing is read again within the time of the test. */
  private static final FileLimits EVENTS_ONLY =
      new FileLimits(10_000, 10, Duration.ofMinutes(10), Duration.ofMillis(1));

  @TempDir Path directory;

  private static List<String> said(Source source) {
    return source.read().given().stream().map(each -> each.address().toString()).toList();
  }

  /** Each event may come before or after the read that follows it: only the end is certain. */
  private static void awaitSaid(Source source, String... addresses) throws InterruptedException {
    while (!said(source).equals(List.of(addresses))) {
      source.await(Duration.ofSeconds(30));
    }
  }

  @Test
  void followsHostFilesOfNeutronFromBeforeTheFirstNetwork() throws Exception {
    Path dhcp = directory.resolve("dhcp");
    try (var source = new DnsmasqHosts(dhcp, EVENTS_ONLY)) {
      assertThat(source.read()).isEqualTo(Said.NOTHING);
      Files.createDirectories(dhcp.resolve("5f6e"));
      Files.writeString(dhcp.resolve("5f6e/host"), "fa:16:3e:0a:0b:0c,n,192.0.2.5\n");
      awaitSaid(source, "192.0.2.5");
      replace(dhcp.resolve("5f6e/host"), "fa:16:3e:0a:0b:0c,n,192.0.2.6\n");
      awaitSaid(source, "192.0.2.6");
    }
  }

  @Test
  void followsFilesOfSingleNodes() throws Exception {
    try (var source = new DnsmasqHosts(directory, EVENTS_ONLY)) {
      assertThat(said(source)).isEmpty();
      Files.writeString(directory.resolve("one"), "52:54:00:0a:0b:0c,192.0.2.5\n");
      Files.writeString(directory.resolve("two"), "52:54:00:0a:0b:0d,ignore\n");
      awaitSaid(source, "192.0.2.5");
      Files.delete(directory.resolve("one"));
      awaitSaid(source);
    }
  }

  @Test
  void followsALeaseFile() throws Exception {
    Path leases = directory.resolve("leases");
    try (var source = new DnsmasqLeases(leases, EVENTS_ONLY, InstantSource.system())) {
      assertThat(said(source)).isEmpty();
      Files.writeString(leases, "0 52:54:00:0a:0b:0c 192.0.2.5 n *\n");
      awaitSaid(source, "192.0.2.5");
    }
  }

  @Test
  void readsAgainWithoutAnyEvent() throws Exception {
    FileLimits soon = new FileLimits(10_000, 10, Duration.ofMillis(20), Duration.ofMillis(1));
    Path leases = directory.resolve("leases");
    try (var source = new DnsmasqLeases(leases, soon, InstantSource.system())) {
      source.read();
      source.await(Duration.ofMinutes(10)); // returns, though nothing happens
      assertThat(said(source)).isEmpty();
    }
  }

  @Test
  void saysNothingOfAListThatIsNotThereOrTooLarge() throws IOException {
    Path list = directory.resolve("list.yaml");
    try (var source = new StaticList(list, EVENTS_ONLY)) {
      assertThatThrownBy(source::read)
          .isInstanceOf(SourceException.class)
          .hasMessage("there is no file " + list);
      Files.writeString(list, "#".repeat(10_001));
      assertThatThrownBy(source::read).hasMessage(list + " is larger than 10000 octets");
    }
  }

  private static void replace(Path file, String text) throws IOException {
    Path next = file.resolveSibling("host.new");
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
