package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.rack.RackException;
import io.anyrack.service.control.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code anyrack screenshot}. */
@Command(
    name = "screenshot",
    description = "Write what a node's screen shows as a PNG file.",
    footer = {"", "Example: anyrack screenshot node-1 screen.png"})
public final class ScreenshotCommand implements Callable<Integer> {
  private final Host host;
  @Mixin private RackOptions rack = new RackOptions();

  @Parameters(index = "0", paramLabel = "NODE")
  private String node = "";

  @Parameters(index = "1", paramLabel = "FILE.png")
  private Path file = Path.of("screen.png");

  /** A command in {@code host}. */
  public ScreenshotCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    String png =
        rack.service(host)
            .call(ControlClient.request("screenshot").put("node", node))
            .path("png")
            .asString("");
    try {
      Files.write(file, Base64.getDecoder().decode(png));
    } catch (IOException e) {
      throw new RackException("cannot write " + file + ": " + e.getMessage(), e);
    }
    host.terminal().out().println(file);
    return 0;
  }
}
