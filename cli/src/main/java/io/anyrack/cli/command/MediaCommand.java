package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.rack.RackException;
import io.anyrack.service.control.ControlClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code anyrack media}. */
@Command(
    name = "media",
    description = "Insert an ISO image into a node's CD drive, or eject it.",
    synopsisHeading = "Usage:%n",
    customSynopsis = {
      "anyrack media NODE insert FILE|URL [-f FILE | --rack NAME]",
      "anyrack media NODE eject [-f FILE | --rack NAME]"
    },
    footer = {"", "Example: anyrack media node-1 insert debian.iso"})
public final class MediaCommand implements Callable<Integer> {
  private final Host host;
  @Mixin private RackOptions rack = new RackOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NODE")
  private String node = "";

  @Parameters(index = "1", paramLabel = "insert|eject")
  private String verb = "";

  @Parameters(index = "2", arity = "0..1", paramLabel = "FILE|URL")
  private String image = "";

  /** A command in {@code host}. */
  public MediaCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    if (verb.equals("insert") == image.isEmpty() || !verb.matches("insert|eject")) {
      throw new ParameterException(
          spec.commandLine(), "say `media NODE insert FILE|URL` or `media NODE eject`");
    }
    ControlClient service = rack.service(host);
    service.call(
        verb.equals("insert")
            ? ControlClient.request("insert").put("node", node).put("image", uri().toString())
            : ControlClient.request("eject").put("node", node));
    host.terminal()
        .out()
        .println(node + ": " + EachNode.report(service, node).path("media").asString("empty"));
    return 0;
  }

  private URI uri() {
    if (image.matches("https?://.*")) {
      return URI.create(image);
    }
    Path file = Path.of(image).toAbsolutePath().normalize();
    if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
      throw new RackException("cannot read the image " + file);
    }
    return file.toUri();
  }
}
