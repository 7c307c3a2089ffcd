package io.anyrack.ipmi.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Session sequence numbers as they come, and which are taken (IPMI 2.0 §6.12.13). */
class SequenceWindowTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "in order,                1 2 3,                  yes yes yes",
    "zero is never valid,     0 1 0,                  no yes no",
    "a replay,                1 2 2 1,                yes yes no no",
    "out of order,            1 5 3 4 3,              yes yes yes yes no",
    "just inside the window,  20 5 5,                 yes yes no",
    "just outside the window, 20 4,                   yes no",
    "a gap ahead,             1 5000 4990 1,          yes yes yes no",
    "starting anywhere,       7777 7776 7777,         yes yes no",
    "coming round,            -2 -1 1 2 -1 -2,        yes yes yes yes no no",
  })
  void numbersAreTakenOnce(String name, String numbers, String taken) {
    SequenceWindow window = new SequenceWindow();

    assertThat(
            Arrays.stream(numbers.split(" "))
                .map(number -> window.accept(Integer.parseInt(number)) ? "yes" : "no"))
        .containsExactly(taken.split(" "));
  }
}
