package io.anyrack.local.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.local.qemu.UefiVariables.Name;
import io.anyrack.local.qemu.UefiVariables.Variable;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.cloud.SecureBoot.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes of Secure Boot do to a machine's variables; keys of 1 are the maker's. */
class SecureBootSettingTest {
  private static final UUID GLOBAL = UUID.fromString("8be4df61-93ca-11d2-aa0d-00e098032b8c");

  @TempDir private Path directory;
  private NodeFiles files;
  private QemuInstallation.SecureFirmware firmware;
  private SecureBootSetting setting;

  @BeforeEach
  void open() throws IOException {
    files = new NodeFiles(Files.createDirectory(directory.resolve("node-1")));
    Path keys = directory.resolve("keys.fd");
    Files.write(
        keys,
        new Flash()
            .record(0x3f, Flash.GLOBAL, "BootOrder", 9)
            .keys(1)
            .record(0x3f, Flash.FIRMWARE, "SecureBootEnable", 1)
            .octets());
    firmware = new QemuInstallation.SecureFirmware(directory.resolve("code.fd"), keys);
    setting = new SecureBootSetting(files);
  }

  private void variables(Flash flash) throws IOException {
    Files.write(files.uefiVariables(), flash.octets());
  }

  private String value(String name) throws IOException {
    return UefiVariables.read(Files.readAllBytes(files.uefiVariables()))
        .orElseThrow()
        .get(new Name(GLOBAL, name))
        .map(Variable::value)
        .map(String::valueOf)
        .orElse("-");
  }

  @ParameterizedTest(name = "{0}, {1}: enabled {2}, platform key {3}, key exchange key {4}")
  @CsvSource({
    "none, ENABLE,                              true,  1, 1",
    "none, DISABLE,                             false, -, -",
    "none, DEFAULT_KEYS,                        false, 1, 1",
    "none, DISABLE DEFAULT_KEYS,                false, 1, 1",
    "none, DEFAULT_KEYS ENABLE,                 true,  1, 1",
    "none, ENABLE DEFAULT_KEYS,                 true,  1, 1",
    "none, ENABLE DELETE_KEYS,                  false, -, -",
    "none, DELETE_KEYS ENABLE DELETE_KEYS,      false, -, -",
    "own,  ENABLE,                              true,  2, 2",
    "own,  DISABLE,                             false, 2, 2",
    "own,  DEFAULT_KEYS,                        true,  1, 1",
    "own,  DELETE_KEYS,                         false, -, -",
    "own,  DELETE_PLATFORM_KEY,                 false, -, 2",
    "own,  DELETE_PLATFORM_KEY ENABLE,          true,  1, 1",
    "own,  ENABLE DISABLE ENABLE,               true,  2, 2",
    "own,  DISABLE ENABLE DISABLE,              false, 2, 2",
  })
  void changesAtTheNextStart(
      String keys, String changes, boolean enabled, String platformKey, String exchangeKey)
      throws IOException {
    Flash flash = new Flash().record(0x3f, Flash.GLOBAL, "BootOrder", 7);
    variables(keys.equals("own") ? flash.keys(2) : flash);
    boolean owned = keys.equals("own");

    Arrays.stream(changes.split(" ")).map(Change::valueOf).forEach(setting::change);
    assertThat(setting.look(firmware)).isEqualTo(new SecureBoot(enabled, false, owned));
    assertThat(setting.isChanging()).isTrue();

    assertThat(new SecureBootSetting(files).begin(firmware)).isEqualTo(!platformKey.equals("-"));
    assertThat(value("PK")).isEqualTo(platformKey);
    assertThat(value("KEK")).isEqualTo(exchangeKey);
    assertThat(value("BootOrder")).as("is the machine's own").isEqualTo("7");
    assertThat(setting.look(firmware))
        .isEqualTo(new SecureBoot(enabled, enabled, !platformKey.equals("-")));
    assertThat(setting.isChanging()).isFalse();
  }

  @Test
  void machineThatNobodySaidAnythingOfIsLeftAsItIs() throws IOException {
    assertThat(setting.look(firmware)).isEqualTo(new SecureBoot(false, false, false));
    Flash flash = new Flash().record(0x3f, Flash.GLOBAL, "BootOrder", 7);
    variables(flash);

    assertThat(setting.begin(firmware)).isFalse();

    assertThat(Files.readAllBytes(files.uefiVariables())).isEqualTo(flash.octets());
    assertThat(files.secureBoot()).doesNotExist();
  }

  @ParameterizedTest(name = "switch {0}: enabled {1}")
  @CsvSource({"0, false", "1, true", "-, true"})
  void readsTheSwitchAsTheFirmwareDoes(String value, boolean enabled) throws IOException {
    Flash flash = new Flash().keys(2);
    variables(
        value.equals("-")
            ? flash
            : flash.record(0x3f, Flash.FIRMWARE, "SecureBootEnable", Integer.parseInt(value)));

    assertThat(setting.look(firmware)).isEqualTo(new SecureBoot(enabled, false, true));
  }

  @Test
  void keysThatTheGuestEnrolsAreInForceWhenTheFirmwareHasStartedAnew() throws IOException {
    variables(new Flash());
    assertThat(setting.begin(firmware)).isFalse();
    variables(new Flash().keys(3));
    assertThat(setting.look(firmware)).isEqualTo(new SecureBoot(true, false, true));

    setting.change(Change.DISABLE);
    setting.restarted();

    assertThat(setting.look(firmware)).isEqualTo(new SecureBoot(false, true, true));
    assertThat(setting.isChanging()).as("that is for the next start").isTrue();
  }

  @Test
  void aStartDoesNotFailForVariablesThatNobodyWantsChanged() throws IOException {
    Files.writeString(files.uefiVariables(), "of another firmware");

    assertThat(setting.begin(firmware)).isFalse();
    setting.change(Change.ENABLE);
    assertThatThrownBy(() -> setting.begin(firmware))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("uefi-vars.fd does not hold UEFI variables");
  }

  @Test
  void saysWhichFileCannotBeRead() throws IOException {
    Files.writeString(files.secureBoot(), "in force\nNONSENSE\n");

    assertThatThrownBy(() -> setting.look(firmware))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("secure-boot: remove it");
  }
}
