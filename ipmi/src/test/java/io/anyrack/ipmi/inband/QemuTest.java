package io.anyrack.ipmi.inband;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.FakeNode;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.ipmi.command.Bmc;
import io.anyrack.ipmi.command.CommandTable;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.sol.SolLimits;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.SteadyTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real QEMU between the BMC and a KCS interface, whose two I/O ports are driven from here in
 * place of a guest (IPMI 2.0 §9.15, through QEMU's qtest protocol).
 */
class QemuTest {
  private static final int DATA = 0xca2;
  private static final int COMMAND_AND_STATUS = 0xca3;
  private static final int WRITE_START = 0x61;
  private static final int WRITE_END = 0x62;
  private static final int READ = 0x68;
  private static final int OUTPUT_FULL = 0x01;
  private static final int INPUT_FULL = 0x02;
  private static final int IDLE_STATE = 0;
  private static final int READ_STATE = 1;

  @TempDir private Path directory;

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aGuestReachesItsBmc() throws IOException, InterruptedException {
    FakeNode node = new FakeNode();
    Bmc bmc =
        new Bmc(
            TestBmc.of(node),
            623,
            Clock.systemUTC(),
            new SteadyTime(),
            SessionLimits.DEFAULT,
            SolLimits.DEFAULT,
            () -> {});
    Path socket = directory.resolve("kcs");
    try (SystemInterface _ = new SystemInterface(socket, bmc, CommandTable.standard())) {
      Process qemu = start(socket);
      try {
        String deviceId = command(qemu, "1801");
        while (deviceId.equals("1c01d2")) { // QEMU itself, until it has connected.
          deviceId = command(qemu, "1801");
        }
        assertThat(deviceId).startsWith("1c01" + "00" + "20");
        assertThat(command(qemu, "1837")).isEqualTo("1c3700ffeeddccbbaa99887766554433221100");
        assertThat(command(qemu, "300201030000")).isEqualTo("340200" + "11" + "7f000001");
        assertThat(command(qemu, "184203")).isEqualTo("1c42cc");
        assertThat(command(qemu, "000200")).isEqualTo("040200");
      } finally {
        qemu.destroyForcibly();
        qemu.waitFor(10, TimeUnit.SECONDS);
      }
    }
    assertThat(node.commands()).containsExactly(new Command.Off());
  }

  private static Process start(Path socket) {
    try {
      return new ProcessBuilder(
              "qemu-system-x86_64",
              "-machine",
              "q35",
              "-accel",
              "tcg",
              "-S",
              "-nodefaults",
              "-display",
              "none",
              "-qtest",
              "stdio",
              "-qtest-log",
              "none",
              "-chardev",
              "socket,id=bmcs,reconnect=1,path=" + socket,
              "-device",
              "ipmi-bmc-extern,id=bmc0,chardev=bmcs",
              "-device",
              "isa-ipmi-kcs,bmc=bmc0")
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new AssertionError("cannot run QEMU: install the package qemu-system-x86", e);
    }
  }

  /** One transfer over KCS: all octets in, all octets out. */
  private static String command(Process qemu, String hex) throws IOException {
    byte[] request = HexFormat.of().parseHex(hex);
    write(qemu, COMMAND_AND_STATUS, WRITE_START);
    for (int i = 0; i < request.length; i++) {
      if (i == request.length - 1) {
        write(qemu, COMMAND_AND_STATUS, WRITE_END);
      }
      write(qemu, DATA, request[i] & 0xff);
    }
    StringBuilder response = new StringBuilder();
    for (; ; ) {
      int status = port(qemu, "inb 0x%x".formatted(COMMAND_AND_STATUS));
      boolean full = (status & OUTPUT_FULL) != 0;
      if (full && status >> 6 == READ_STATE) {
        response.append("%02x".formatted(port(qemu, "inb 0x%x".formatted(DATA))));
        port(qemu, "outb 0x%x 0x%x".formatted(DATA, READ));
      } else if (full && status >> 6 == IDLE_STATE) {
        port(qemu, "inb 0x%x".formatted(DATA));
        return response.toString();
      }
    }
  }

  private static void write(Process qemu, int port, int value) throws IOException {
    port(qemu, "outb 0x%x 0x%x".formatted(port, value));
    while ((port(qemu, "inb 0x%x".formatted(COMMAND_AND_STATUS)) & INPUT_FULL) != 0) {
      Thread.onSpinWait();
    }
  }

  private static int port(Process qemu, String line) throws IOException {
    qemu.outputWriter(US_ASCII).append(line).append('\n').flush();
    BufferedReader in = qemu.inputReader(US_ASCII);
    String answer;
    do {
      answer = in.readLine();
      assertThat(answer).as("QEMU lives").isNotNull();
    } while (!answer.startsWith("OK"));
    return answer.length() > 2 ? Integer.decode(answer.substring(3)) : 0;
  }
}
