package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.linux.AptArchive;
import io.anyrack.cli.linux.DemoLinux;
import io.anyrack.cli.output.ProgressLine;
import io.anyrack.cli.output.Terminal;
import io.anyrack.cli.process.ConsoleWatch;
import io.anyrack.cli.process.RackUp;
import io.anyrack.rack.RackException;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.StateDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code anyrack demo}. */
@Command(
    name = "demo",
    description = {
      "Make a rack of three nodes, power them on over IPMI and watch them boot Linux over the"
          + " network.",
      "The rack stays up; `anyrack down --rack demo` removes it."
    },
    footer = {"", "Example: anyrack demo"})
public final class DemoCommand implements Callable<Integer> {
  private static final String NAME = "demo";
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);

  private final Host host;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "how long the nodes may take to boot; default ${DEFAULT-VALUE}")
  private long timeout = 300;

  /** A command in {@code host}. */
  public DemoCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    Terminal terminal = host.terminal();
    long begin = System.nanoTime();
    StateDirectory state = RackOptions.state(host, NAME);
    Optional<Rack> applied = Wanted.applied(state);
    Rack rack = Wanted.complete(rack(linux()), applied);
    terminal.say("1. the rack 'demo': three nodes, a network, a BMC each");
    ControlClient service = new RackUp(host, state).up(rack, _ -> {});
    JsonNode nodes = service.call("nodes").path("nodes");
    terminal.out().print(NodesCommand.show(nodes, io.anyrack.cli.output.OutputFormat.table));
    terminal.say("2. power on over IPMI, booting from the network");
    try (ConsoleWatch watch = new ConsoleWatch(service, terminal)) {
      for (JsonNode node : nodes) {
        watch.follow(node.path("name").asString(""), DemoLinux.UP_MARK);
        Ipmitool bmc = Ipmitool.of(node);
        run(bmc, "chassis", "bootdev", "pxe");
        run(bmc, "chassis", "power", node.path("power").asString("").equals("on") ? "cycle" : "on");
      }
      watch.await(Duration.ofSeconds(timeout));
    }
    terminal.say(
        "3. all three run Linux, %d s after the start. Try next:"
            .formatted(Duration.ofNanos(System.nanoTime() - begin).toSeconds()));
    terminal.say(
        """
        anyrack nodes --rack demo -o ipmitool     the BMCs, as ipmitool command lines
        anyrack console --rack demo node-1        a shell on the node (leave with ~.)
        anyrack screenshot --rack demo node-1 screen.png
        anyrack power --rack demo node-1 soft     the guest shuts down
        anyrack log --rack demo node-1            what happened to the node
        anyrack status --rack demo --drops        what its network threw away
        anyrack down --rack demo                  remove everything\
        """
            .indent(3)
            .stripTrailing());
    terminal.out().flush();
    return 0;
  }

  private BootSpec.Linux linux() {
    host.terminal().say("0. Linux, from Debian's kernel and busybox packages");
    Path cache = host.cache().resolve("linux");
    try (ProgressLine progress = new ProgressLine(host.terminal(), InstantSource.system())) {
      return new DemoLinux(cache, new AptArchive(DOWNLOAD_LIMIT, Path.of("/")), progress).obtain();
    }
  }

  private static Rack rack(BootSpec.Linux linux) {
    String text =
        """
        rack: %s
        cloud: local
        nodes: 3
        boot:
          kernel: "%s"
          initrd: "%s"
          cmdline: "%s"
        """
            .formatted(NAME, linux.kernel(), linux.initrds().getFirst(), linux.commandLine());
    return switch (new RackFile(Surroundings.here(_ -> Optional.empty()))
        .read("demo", Path.of("/"), text.getBytes(StandardCharsets.UTF_8))) {
      case RackFile.Read.Valid valid -> valid.rack();
      case RackFile.Read.Invalid invalid ->
          throw new RackException("the demo's own rack is wrong: " + invalid.problems());
    };
  }

  private void run(Ipmitool bmc, String... words) {
    host.terminal().say("   $ " + bmc.shown(List.of(words)));
    bmc.run(List.of(words)).lines().forEach(line -> host.terminal().say("     " + line));
  }
}
