package io.anyrack.local.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.cloud.Console;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialConsoleTest {
  private final SerialConsole console = new SerialConsole(8);
  private final StringBuilder first = new StringBuilder();
  private final StringBuilder second = new StringBuilder();
  private final List<String> sent = new ArrayList<>();

  @Test
  void keepsTheLastOctets() {
    say("0123456");
    assertThat(console.history()).asString(US_ASCII).isEqualTo("0123456");
    say("789");
    assertThat(console.history()).asString(US_ASCII).isEqualTo("23456789");
    say("a whole long line");
    assertThat(console.history()).asString(US_ASCII).isEqualTo("ong line");
  }

  @Test
  void givesAllReadersEverything() {
    say("boot ");
    try (var _ = console.read(true, octets -> first.append(new String(octets, US_ASCII)));
        var _ = console.read(false, octets -> second.append(new String(octets, US_ASCII)))) {
      say("login:");
    }
    say("never");
    assertThat(first).hasToString("boot login:");
    assertThat(second).hasToString("login:");
  }

  @Test
  void oneWriterAtATime() {
    connect();
    Console.Writer writer = console.claim("ipmi admin").orElseThrow();
    assertThat(console.claim("cli")).isEmpty();
    assertThat(console.writer()).contains("ipmi admin");

    writer.write("ls\r".getBytes(US_ASCII));
    writer.sendBreak();
    writer.close();
    writer.write("late".getBytes(US_ASCII));

    assertThat(sent).containsExactly("ls\r", "break");
    assertThat(console.claim("cli")).isPresent();
  }

  @Test
  void dropsInputWhileTheMachineIsOffAndGoesOnAfterwards() {
    Console.Writer writer = console.claim("cli").orElseThrow();
    writer.write("dropped".getBytes(US_ASCII));
    connect();
    writer.write("on".getBytes(US_ASCII));
    console.disconnect();
    writer.write("dropped".getBytes(US_ASCII));
    assertThat(sent).containsExactly("on");
  }

  @Test
  void letsGoOfAReaderThatFails() {
    try (var _ =
            console.read(
                false,
                _ -> {
                  first.append('!');
                  throw new IllegalStateException("broken on purpose");
                });
        var _ = console.read(false, octets -> second.append(new String(octets, US_ASCII)))) {
      say("a");
      say("b");
    }
    assertThat(first).hasToString("!");
    assertThat(second).hasToString("ab");
  }

  private void say(String text) {
    console.output(text.getBytes(US_ASCII));
  }

  private void connect() {
    console.connect(
        new SerialConsole.Line() {
          @Override
          public void write(byte[] octets) {
            sent.add(new String(octets, US_ASCII));
          }

          @Override
          public void sendBreak() {
            sent.add("break");
          }
        });
  }
}
