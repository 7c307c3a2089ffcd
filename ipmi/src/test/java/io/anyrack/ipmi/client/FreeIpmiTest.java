package io.anyrack.ipmi.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.node.Command;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real FreeIPMI tools, without any of their workaround flags. */
class FreeIpmiTest {
  private final Tool tool = Tool.onLowPort();

  @AfterEach
  void close() {
    tool.close();
  }

  @Test
  void ipmipowerSpeaksAllPowerVerbs() {
    assertThat(tool.ipmipower("--stat")).isEqualTo("127.0.0.1: off\n");
    assertThat(tool.ipmipower("--on")).isEqualTo("127.0.0.1: ok\n");
    assertThat(tool.ipmipower("-I", "17", "--stat")).isEqualTo("127.0.0.1: on\n");
    assertThat(tool.ipmipower("--cycle")).isEqualTo("127.0.0.1: ok\n");
    assertThat(tool.ipmipower("--reset")).isEqualTo("127.0.0.1: ok\n");
    assertThat(tool.ipmipower("--pulse")).isEqualTo("127.0.0.1: ok\n");
    assertThat(tool.ipmipower("--soft")).isEqualTo("127.0.0.1: ok\n");
    assertThat(tool.node.commands())
        .containsExactly(
            new Command.On(),
            new Command.Cycle(),
            new Command.Reset(),
            new Command.Diag(),
            new Command.Soft(Optional.of(Duration.ofSeconds(90))));
  }

  @Test
  void ipmiconsoleReplaysPrintsAndTypes() {
    tool.node.console().print("already there\r\n");
    List<String> command = tool.freeIpmi("ipmiconsole");
    // ipmiconsole wants a terminal.
    String line =
        "stty -echo; exec "
            + String.join(" ", command.stream().map(word -> "'" + word + "'").toList());

    try (Tool.Running running = Tool.start(List.of("script", "-qec", line, "/dev/null"))) {
      Tool.await("history", () -> running.output().contains("already there"));
      tool.node.console().print("and more\r\n");
      Tool.await("output", () -> running.output().contains("and more"));
      running.type("hello\r");
      Tool.await("input", () -> tool.node.console().input().equals("hello\r"));
      running.type("&.");
      assertThat(running.exitCode()).isZero();
      assertThat(running.output()).contains("[closing the connection]");
    }
    Tool.await("detached", () -> tool.node.console().readers() == 0);
  }
}
