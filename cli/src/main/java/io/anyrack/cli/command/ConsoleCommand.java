package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.RawInput;
import io.anyrack.rack.RackException;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.control.ControlException;
import io.anyrack.service.control.JsonLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code anyrack console}. */
@Command(
    name = "console",
    description = {
      "Work at a node's serial console. Type ~. at the start of a line to leave, ~B for a break.",
      "Several may watch; the first may write."
    },
    footer = {"", "Example: anyrack console node-1 --history"})
public final class ConsoleCommand implements Callable<Integer> {
  private final Host host;
  @Mixin private RackOptions rack = new RackOptions();

  @Option(names = "--history", description = "print what the console has shown, and end")
  private boolean historyOnly;

  @Parameters(index = "0", paramLabel = "NODE")
  private String node = "";

  /** A command in {@code host}. */
  public ConsoleCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    ControlClient service = rack.service(host);
    ObjectNode request =
        ControlClient.request("console").put("node", node).put("history-only", historyOnly);
    if (historyOnly) {
      service.call(request, this::show);
      return 0;
    }
    AtomicBoolean left = new AtomicBoolean();
    try (RawInput raw = RawInput.open(host.terminal());
        JsonLines connection = service.open(request)) {
      Thread.ofPlatform().daemon().start(() -> type(raw.keys(), connection, left));
      ControlClient.await(connection, this::show);
    } catch (ControlException e) {
      if (!left.get()) {
        throw e;
      }
    }
    return 0;
  }

  private void show(ObjectNode line) {
    PrintStream out = host.terminal().out();
    if (line.has("out")) {
      out.writeBytes(Base64.getDecoder().decode(line.path("out").asString("")));
      out.flush();
    } else if (line.has("read-only")) {
      host.terminal().say("[read-only: " + line.path("read-only").asString("") + "]\r");
    } else if (line.has("writer")) {
      host.terminal().say("[read-only: " + line.path("writer").asString("") + " is writing]\r");
    }
  }

  /** Sends what is typed until the escape sequence or the end of the input. */
  private static void type(InputStream keys, JsonLines connection, AtomicBoolean left) {
    EscapeKeys escape = new EscapeKeys();
    byte[] buffer = new byte[1024];
    try {
      for (int length = keys.read(buffer); length >= 0; length = keys.read(buffer)) {
        EscapeKeys.Typed typed = escape.filter(Arrays.copyOf(buffer, length));
        if (typed.octets().length > 0) {
          connection.write(
              JsonLines.object().put("in", Base64.getEncoder().encodeToString(typed.octets())));
        }
        if (typed.sendBreak()) {
          connection.write(JsonLines.object().put("break", true));
        }
        if (typed.leave()) {
          left.set(true);
          connection.close();
          return;
        }
      }
    } catch (IOException e) {
      if (!left.get()) {
        throw new RackException("the console's input broke: " + e.getMessage(), e);
      }
    }
  }
}
