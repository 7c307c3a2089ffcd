package io.anyrack.netsync.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.address.IpPrefix;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.sync.GuardedPort.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnPairsFileTest {
  private static final Map<String, Set<Pair>> PAIRS =
      Map.of(
          "port-1",
          Set.of(
              new Pair(IpPrefix.parse("192.0.2.9"), MacAddress.parse("00:16:3e:00:00:01")),
              new Pair(IpPrefix.parse("2001:db8::/64"), MacAddress.parse("00:00:5e:00:01:01"))));

  @TempDir Path directory;

  @Test
  void isReadByTheNextProcess() {
    Path file = directory.resolve("lab.json");
    assertThat(new OwnPairsFile(file).all()).isEmpty();
    new OwnPairsFile(file).keep(PAIRS);
    assertThat(new OwnPairsFile(file).all()).isEqualTo(PAIRS);
    new OwnPairsFile(file).keep(Map.of());
    assertThat(new OwnPairsFile(file).all()).isEmpty();
  }

  @Test
  void saysWhatToDoWhenItIsDamaged() throws IOException {
    Path file = directory.resolve("lab.json");
    Files.writeString(file, "{\"pairs\": {\"port-1\": [{\"address\": \"192.0.2\"}]}}");
    assertThatThrownBy(() -> new OwnPairsFile(file))
        .isInstanceOf(OwnPairsException.class)
        .hasMessageContaining("is damaged; remove it, and take back by hand");
  }
}
