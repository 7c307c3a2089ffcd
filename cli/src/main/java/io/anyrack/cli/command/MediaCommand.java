package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.remote.RemoteService;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.cli.site.ProjectDiscs;
import io.anyrack.cli.site.Sites;
import io.anyrack.rack.RackException;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.StateDirectory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
    Optional<URI> wanted = Optional.of(image).filter(text -> !text.isEmpty()).map(_ -> uri());
    StateDirectory state = rack.state(host);
    ControlClient service = rack.service(host);
    if (new RemoteService(host, state).isRemote()) {
      change(service, wanted, state);
    } else {
      wanted.ifPresentOrElse(uri -> insert(service, uri), () -> eject(service));
    }
    host.terminal()
        .out()
        .println(node + ": " + EachNode.report(service, node).path("media").asString("empty"));
    return 0;
  }

  /** A service on a server may make no images: that is done from here. */
  private void change(ControlClient service, Optional<URI> wanted, StateDirectory state) {
    Rack applied =
        Wanted.applied(state).orElseThrow(() -> new RackException("the rack is not up from here"));
    try (ProjectDiscs discs = Sites.discs(host, CloudAccess.of(host, state), applied)) {
      if (wanted.isPresent()) {
        discs.insert(node, wanted.get(), uri -> insert(service, uri));
      } else {
        eject(service);
        discs.eject(node);
      }
    }
  }

  private void insert(ControlClient service, URI uri) {
    service.call(ControlClient.request("insert").put("node", node).put("image", uri.toString()));
  }

  private void eject(ControlClient service) {
    service.call(ControlClient.request("eject").put("node", node));
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
