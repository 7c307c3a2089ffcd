package io.anyrack.local.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleLogTest {
  @TempDir Path directory;
  private ConsoleLog log = new ConsoleLog(Path.of("console.log"), 10);

  @BeforeEach
  void place() {
    log = new ConsoleLog(directory.resolve("console.log"), 10);
  }

  @Test
  void isEmptyBeforeTheFirstStart() {
    log.rotate();
    log.trim();
    assertThat(log.tail(log.size(), 100)).isEmpty();
  }

  @Test
  void tailReachesIntoTheStartBefore() throws IOException {
    append("first start");
    log.rotate();
    append("second");
    assertThat(log.tail(log.size(), 4)).asString(US_ASCII).isEqualTo("cond");
    assertThat(log.tail(log.size(), 11)).asString(US_ASCII).isEqualTo("startsecond");
    assertThat(log.tail(3, 100)).asString(US_ASCII).isEqualTo("first startsec");
  }

  @Test
  void cutsAFileThatIsStillAppendedTo() throws IOException {
    append("0123456789");
    log.trim();
    assertThat(log.size()).isEqualTo(10);
    append("ab");
    log.trim();
    append("cd");
    assertThat(log.size()).isEqualTo(2);
    assertThat(log.tail(log.size(), 100)).asString(US_ASCII).isEqualTo("0123456789abcd");
  }

  private void append(String text) throws IOException {
    Files.writeString(log.path(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
