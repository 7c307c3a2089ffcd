package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ports come to a server and which go, by what is kept with the server. */
class NicChangesTest {
  private static String marks(String macs) {
    return Stream.of(macs.split(" "))
        .filter(mac -> !mac.isEmpty())
        .map(NicChanges::mark)
        .collect(Collectors.joining(","));
  }

  private static List<Key> ports(String macs) {
    return Stream.of(macs.split(" ")).filter(mac -> !mac.isEmpty()).map(PortPart::key).toList();
  }

  private static String between(String there, String wanted) {
    NicChanges changes = NicChanges.between(there, marks(wanted), ports(wanted));
    return changes.impossible()
        ? "another order"
        : "+" + changes.more().stream().map(Key::name).toList() + " -" + changes.less();
  }

  @Test
  void shouldMarkARacksOwnMacsAsEver() {
    assertThat(NicChanges.mark("00:16:3e:0a:0b:0c")).isEqualTo("0a0b0c");
    assertThat(NicChanges.mark("1f2e3d4c5b6a7988")).as("a name's hash").isEqualTo("6a7988");
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, 00:16:3e:00:00:01, 00:16:3e:00:00:01, +[] -[]",
    "one more, 00:16:3e:00:00:01, 00:16:3e:00:00:01 52:54:00:00:00:01, +[52:54:00:00:00:01] -[]",
    "one less, 52:54:00:00:00:01 02:00:00:00:00:01, 52:54:00:00:00:01, +[] -[020000000001]",
    "another vendor, 52:54:00:00:00:01, 02:00:00:00:00:01, "
        + "+[02:00:00:00:00:01] -[525400000001]",
    "turned round, 52:54:00:00:00:01 02:00:00:00:00:01, 02:00:00:00:00:01 52:54:00:00:00:01, "
        + "another order",
  })
  void shouldTellMacsOfTwoVendorsApartThatEndAlike(
      String what, String there, String wanted, String changes) {
    assertThat(between(marks(there), wanted)).as(what).isEqualTo(changes);
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, '000001,000002', 52:54:00:00:00:01 00:16:3e:00:00:02, +[] -[]",
    "one less, '000001,000002', 00:16:3e:00:00:02, +[] -[000001]",
    "one more, 000001, 52:54:00:00:00:01 02:00:00:00:00:01, +[02:00:00:00:00:01] -[]",
    "two alike of which one goes, '000001,000001', 52:54:00:00:00:01, +[] -[000001]",
  })
  void shouldUnderstandServersThatWereMadeEarlier(
      String what, String there, String wanted, String changes) {
    assertThat(between(there, wanted)).as(what).isEqualTo(changes);
  }
}
