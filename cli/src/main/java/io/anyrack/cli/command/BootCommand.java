package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.service.control.ControlClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code anyrack boot}. */
@Command(
    name = "boot",
    description = {
      "Set what nodes boot from: disk, pxe, cdrom, setup, or none (their own order).",
      "It holds from the next start on, until it is changed, or with --once for that start only.",
      "With --phase: what DHCP tells them, as boot: {phases: …} of the rack file says it; it holds"
          + " until it is changed."
    },
    customSynopsis = {
      "anyrack boot [-f FILE | --rack NAME] NODE… DEVICE [--once] [--uefi | --bios]",
      "anyrack boot [-f FILE | --rack NAME] --phase PHASE NODE…"
    },
    footer = {"", "Example: anyrack boot node-1 pxe --once"})
public final class BootCommand implements Callable<Integer> {
  private static final Set<String> DEVICES = Set.of("disk", "pxe", "cdrom", "setup", "none");

  private final Host host;
  @Mixin private RackOptions rack = new RackOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Option(names = "--once", description = "for the next start only")
  private boolean once;

  @ArgGroup private Mode mode = new Mode();

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      description = "inspect, deploy, or local: as in no phase")
  private Optional<Phases.Word> phase = Optional.empty();

  @Parameters(arity = "1..*", paramLabel = "NODE… DEVICE", hidden = true)
  private List<String> words = List.of();

  /** One kind of firmware, or what the node has. */
  static final class Mode {
    @Option(names = "--uefi", description = "start with UEFI")
    private boolean uefi;

    @Option(names = "--bios", description = "start with BIOS")
    private boolean bios;
  }

  /** A command in {@code host}. */
  public BootCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    if (phase.isPresent()) {
      return new Phases(host, rack.state(host), rack.service(host)).put(words, phase.get());
    }
    String device = words.getLast();
    if (words.size() < 2) {
      throw new ParameterException(
          spec.commandLine(), "say which nodes, then from what: anyrack boot NODE… DEVICE");
    }
    if (!DEVICES.contains(device)) {
      throw new ParameterException(
          spec.commandLine(), "'" + device + "' is none of disk, pxe, cdrom, setup, none");
    }
    ControlClient service = rack.service(host);
    return EachNode.of(words.subList(0, words.size() - 1), host.terminal())
        .run(
            node -> {
              ObjectNode request =
                  ControlClient.request("boot").put("node", node).put("device", device);
              request.put("once", once).put("mode", mode.uefi ? "uefi" : mode.bios ? "bios" : "");
              service.call(request);
              return NodesCommand.boot(EachNode.report(service, node).path("boot"));
            });
  }
}
