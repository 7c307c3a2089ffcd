package io.anyrack.rack.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file has, reading it gives a rack or problems with places, and never throws. */
class RackFileFuzzTest {
  private static final int MUTATIONS = 300;
  private static final List<String> TOKENS =
      List.of(
          "[",
          "]",
          "{",
          "}",
          ": ",
          "- ",
          "\n",
          "  ",
          "&a ",
          "*a",
          "!secret ",
          "!!int ",
          "null",
          "~",
          "-1",
          "99999999999999999999",
          "0x1f",
          ".inf",
          "true",
          "\"",
          "'",
          "|",
          ">",
          "#",
          "%",
          "@",
          "? ",
          "<<: ",
          "---",
          "nodes",
          "openstack",
          "existing: true",
          "{vm: {}}",
          "networks",
          "provision",
          "10.0.0.0/8",
          "count",
          "\u00e9",
          "\ud83d\ude00",
          "\\",
          "0",
          "1GiB",
          "9999999TiB");

  static IntStream seeds() {
    return IntStream.range(0, Good.files().size());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverThrows(int seed) {
    Random random = new Random(seed);
    String good = Good.files().get(seed).yaml();
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] file = mutate(good, random);
      switch (World.read(file)) {
        case RackFile.Read.Valid(var rack) ->
            assertThat(World.rack(RackWriter.write(rack))).isEqualTo(rack);
        case RackFile.Read.Invalid(List<Problem> problems) ->
            assertThat(problems)
                .isNotEmpty()
                .allMatch(problem -> problem.line() >= 1 && problem.column() >= 1)
                .allMatch(problem -> problem.message().chars().noneMatch(Character::isISOControl));
      }
    }
  }

  private static byte[] mutate(String good, Random random) {
    StringBuilder text = new StringBuilder(good);
    int edits = 1 + random.nextInt(4);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
        case 2 -> {
          int from = random.nextInt(text.length() + 1);
          text.insert(at, text.substring(from, Math.min(text.length(), from + 20)));
        }
        default -> {
          int end = Math.min(text.length(), at + 1 + random.nextInt(6));
          text.replace(Math.min(at, end), end, TOKENS.get(random.nextInt(TOKENS.size())));
        }
      }
    }
    byte[] file = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(10) == 0 && file.length > 0) {
      file = Arrays.copyOf(file, file.length);
      file[random.nextInt(file.length)] = (byte) random.nextInt(256);
    }
    return file;
  }
}
