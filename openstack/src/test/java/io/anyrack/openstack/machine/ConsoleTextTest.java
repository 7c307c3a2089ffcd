package io.anyrack.openstack.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleTextTest {
  private final ConsoleText text = new ConsoleText();

  private List<String> told(String... answers) {
    return List.of(answers).stream().map(text::more).flatMap(Optional::stream).toList();
  }

  @Test
  void tellsOnceWhatGrows() {
    assertThat(told("", "boot\n", "boot\n", "boot\nlogin: ")).containsExactly("boot\n", "login: ");
  }

  @Test
  void followsLinesThatMoveOutOfTheAnswer() {
    assertThat(told("1\n2\n3\n", "2\n3\n4\n", "4\n5\n6\n"))
        .containsExactly("1\n2\n3\n", "4\n", "5\n6\n");
  }

  @Test
  void takesALogThatBeganAgainAsNew() {
    assertThat(told("first\nlogin: ", "second\n", "second\nlogin: "))
        .containsExactly("first\nlogin: ", "second\n", "login: ");
  }

  @Test
  void isNotMisledByWhatRepeats() {
    assertThat(told("abab", "ababab", "ababc")).containsExactly("abab", "ab", "c");
  }

  @Test
  void takesALogThatWasCutToNothingAsABeginning() {
    assertThat(told("old\n", "", "old\n")).containsExactly("old\n", "old\n");
  }

  @Test
  void isQuickWithTheWorstOfTexts() {
    String zeros = "0".repeat(60_000);

    assertThat(told(zeros + "1", zeros + "2")).hasSize(2);
  }
}
