package io.anyrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.cli.host.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CommandListTest {
  private static final Host HOST = Host.ofThisProcess();

  static Iterable<String> commands() {
    return Anyrack.commands(HOST).keySet();
  }

  @Test
  void hasAllCommandsWhereNoneIsNamed() {
    assertThat(Anyrack.commandLine(HOST).getSubcommands().keySet())
        .containsExactlyElementsOf(commands());
    assertThat(Anyrack.commandLine(HOST, "--help").getSubcommands().keySet())
        .containsExactlyElementsOf(commands());
    assertThat(Anyrack.commandLine(HOST, "nods").getSubcommands().keySet())
        .containsExactlyElementsOf(commands());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasTheCommandThatIsNamedOnly(String command) {
    assertThat(Anyrack.commandLine(HOST, command, "--help").getSubcommands().keySet())
        .containsExactly(command);
  }
}
