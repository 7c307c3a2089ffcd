package io.anyrack.cli.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapeKeysTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        // what,                          typed,      sent,    break, leave
        "plain text passes,               ls,         ls,      false, false",
        "leaves at the very start,        ~.,         \"\",    false, true",
        "leaves after a return,           ls#~.,      ls#,     false, true",
        "not in the middle of a line,     a~.,        a~.,     false, false",
        "two tildes are one,              ~~.,        ~.,      false, false",
        "a break,                         ~Bx,        x,       true,  false",
        "a tilde with something else,     ~x,         ~x,      false, false",
      })
  void findsEscapes(String what, String typed, String sent, boolean sendBreak, boolean leave) {
    EscapeKeys.Typed found = new EscapeKeys().filter(typed.replace('#', '\r').getBytes(US_ASCII));
    assertThat(new String(found.octets(), US_ASCII).replace('\r', '#')).as(what).isEqualTo(sent);
    assertThat(found.sendBreak()).isEqualTo(sendBreak);
    assertThat(found.leave()).isEqualTo(leave);
  }

  @org.junit.jupiter.api.Test
  void findsEscapesTypedKeyByKey() {
    EscapeKeys keys = new EscapeKeys();
    assertThat(keys.filter(new byte[] {'~'}).octets()).isEmpty();
    assertThat(keys.filter(new byte[] {'.'}).leave()).isTrue();
  }
}
