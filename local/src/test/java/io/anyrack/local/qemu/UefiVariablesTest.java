package io.anyrack.local.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.local.qemu.UefiVariables.Name;
import io.anyrack.local.qemu.UefiVariables.Variable;
import io.anyrack.rack.cloud.MachineException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UefiVariablesTest {
  private static final UUID VENDOR = UUID.fromString("8be4df61-93ca-11d2-aa0d-00e098032b8c");
  private static final Name LANG = new Name(VENDOR, "Lang");
  private static final Name BOOT = new Name(VENDOR, "Boot0001");

  @Test
  void findsWhatIsThereAndNotWhatWasDeleted() {
    UefiVariables variables =
        new Flash()
            .record(0x3c, Flash.GLOBAL, "Lang", 1)
            .record(0x3e, Flash.GLOBAL, "Boot0001", 2, 2, 2)
            .record(0x3f, Flash.GLOBAL, "Lang", 3, 9)
            .record(0x3e, Flash.GLOBAL, "PK", 4)
            .record(0x3f, Flash.GLOBAL, "PK", 5)
            .record(0x7f, Flash.GLOBAL, "Torn", 6)
            .read();

    assertThat(variables.get(LANG)).get().extracting(Variable::value).isEqualTo((byte) 3);
    assertThat(variables.get(BOOT)).as("none took its place").isPresent();
    assertThat(variables.get(new Name(VENDOR, "PK")))
        .get()
        .extracting(Variable::value)
        .isEqualTo((byte) 5);
    assertThat(variables.get(new Name(VENDOR, "Torn"))).isEmpty();
    assertThat(variables.get(new Name(UUID.randomUUID(), "Lang"))).isEmpty();
  }

  @Test
  void writesWhatItRead() {
    byte[] flash =
        new Flash()
            .record(0x3f, Flash.GLOBAL, "Lang", 1, 2, 3)
            .record(0x3f, Flash.IMAGES, "db", 7)
            .octets();

    assertThat(UefiVariables.read(flash).orElseThrow().flash()).isEqualTo(flash);
  }

  @Test
  void changesOneVariableAndLeavesTheRestOfTheFlash() {
    byte[] flash =
        new Flash()
            .record(0x3f, Flash.GLOBAL, "Lang", 1)
            .record(0x3f, Flash.GLOBAL, "Boot0001", 2)
            .read()
            .without(Set.of(BOOT))
            .with(Variable.ofFirmware(LANG, (byte) 5))
            .flash();

    UefiVariables variables = UefiVariables.read(flash).orElseThrow();
    assertThat(variables.get(LANG)).get().extracting(Variable::value).isEqualTo((byte) 5);
    assertThat(variables.get(BOOT)).isEmpty();
    assertThat(flash[flash.length - 1]).as("behind the store").isEqualTo((byte) 'X');
  }

  @Test
  void saysThatThereIsNoRoom() {
    Flash full = new Flash();
    for (int i = 0; i < 24; i++) {
      full.record(0x3f, Flash.GLOBAL, "Boot00%02d".formatted(i), 1, 2, 3, 4);
    }

    assertThatThrownBy(full.read().with(Variable.ofFirmware(LANG, (byte) 1))::flash)
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("no room for Lang");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing, 0, 0",
    "no volume, 40, 0",
    "another store, 72, 0",
    "a store without end, 91, 127",
    "a header past the end, 49, 255"
  })
  void knowsWhatIsNone(String what, int at, int value) {
    byte[] flash = new Flash().octets();
    flash[at] = (byte) value;

    assertThat(UefiVariables.read(at == 0 ? new byte[0] : flash)).as(what).isEmpty();
  }

  @Test
  void survivesWhateverTheRecordsSay() {
    var random = new Random(4);
    byte[] good = new Flash().record(0x3f, Flash.GLOBAL, "Lang", 1).keys(2).octets();
    for (int i = 0; i < 20_000; i++) {
      byte[] flash = good.clone();
      for (int j = random.nextInt(1, 9); j > 0; j--) {
        flash[random.nextInt(0x40, 0x300)] = (byte) random.nextInt();
      }
      ByteBuffer.wrap(flash).putInt(0x64 + 36 + random.nextInt(8), random.nextInt());
      byte[] cut = Arrays.copyOf(flash, random.nextInt(flash.length + 1));

      assertThatCode(() -> UefiVariables.read(cut).map(UefiVariables::flash))
          .doesNotThrowAnyException();
    }
  }
}
