package io.anyrack.rack.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a log keeps, for whom, and over a restart. */
class FileEventLogTest {
  private static final int CAPACITY = 5;
  private static final Origin OPERATOR = new Origin("ipmi", "tim@192.0.2.1:4711");

  @TempDir private Path directory;
  private final ManualTime time = new ManualTime();

  private FileEventLog open() {
    return new FileEventLog(directory.resolve("events.jsonl"), CAPACITY, time);
  }

  private static List<String> messages(List<Event> events) {
    return events.stream().map(Event::message).toList();
  }

  @Test
  void whatIsClearedIsHiddenFromClientsAlone() {
    FileEventLog log = open();
    log.append(Event.Kind.COMMAND, "power off: accepted", OPERATOR);
    log.append(Event.Kind.POWER_OFF, "powered off", new Origin("node", ""));
    log.clear(OPERATOR);
    log.append(Event.Kind.POWER_ON, "powered on", new Origin("node", ""));

    for (FileEventLog same : List.of(log, open())) {
      assertThat(messages(same.events())).containsExactly("event log cleared", "powered on");
      assertThat(messages(same.everything()))
          .containsExactly("power off: accepted", "powered off", "event log cleared", "powered on");
      assertThat(same.events().getFirst().origin()).isEqualTo("ipmi tim@192.0.2.1:4711");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a client adds events,            PLATFORM, ipmi",
    "the guest does in band,          PLATFORM, kcs",
    "the guest commands in band,      COMMAND,  kcs",
    "its watchdog acts again,         COMMAND,  watchdog",
    "the guest restarts,              RESET,    node",
    "a boot goes round in circles,    NETBOOT,  net",
  })
  void nothingOfAGuestPushesOutWhatPeopleDid(String name, Event.Kind kind, String door) {
    FileEventLog log = open();
    log.append(Event.Kind.SESSION, "tim logged in", OPERATOR);
    log.append(Event.Kind.COMMAND, "power off: accepted", OPERATOR);
    for (int i = 0; i < 100; i++) {
      log.append(kind, "noise " + i, new Origin(door, "node1"));
    }

    for (FileEventLog same : List.of(log, open())) {
      assertThat(messages(same.everything()))
          .containsExactly(
              "tim logged in",
              "power off: accepted",
              "noise 95",
              "noise 96",
              "noise 97",
              "noise 98",
              "noise 99");
    }
  }

  @Test
  void whatWasClearedStaysHiddenWhateverComes() {
    FileEventLog log = open();
    log.append(Event.Kind.COMMAND, "power off: accepted", OPERATOR);
    Origin guest = new Origin("kcs", "node1");
    log.clear(guest);
    for (int i = 0; i < 100; i++) {
      log.append(Event.Kind.PLATFORM, "noise " + i, guest);
    }
    assertThat(messages(open().events())).hasSize(1 + CAPACITY).startsWith("event log cleared");
    for (int i = 0; i < 100; i++) {
      log.clear(guest);
    }

    FileEventLog reopened = open();
    assertThat(messages(reopened.events())).containsExactly("event log cleared");
    assertThat(messages(reopened.everything())).startsWith("power off: accepted").hasSize(7);
  }

  @Test
  void theOldestOfWhatPeopleDidGoFirst() {
    FileEventLog log = open();
    for (int i = 0; i < 100; i++) {
      log.append(Event.Kind.COMMAND, "command " + i, OPERATOR);
    }
    assertThat(messages(open().everything()))
        .containsExactly("command 95", "command 96", "command 97", "command 98", "command 99");
    assertThat(open().append(Event.Kind.COMMAND, "next", OPERATOR).id()).isEqualTo(101);
  }
}
