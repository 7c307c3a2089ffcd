package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Documents;
import io.anyrack.cli.output.ProgressLine;
import io.anyrack.cli.verify.Row;
import io.anyrack.cli.verify.VerifySetup;
import io.anyrack.cli.verify.VerifyText;
import io.anyrack.cli.verify.Wishes;
import io.anyrack.rack.RackException;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.StateDirectory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anyrack verify}. */
@Command(
    name = "verify",
    description = {
      "Try with packets whether a rack that is up has what an installer needs: BMCs, DHCP, MTU,"
          + " metadata, virtual addresses, boot, and no listener too many.",
      "Exit code 1 if something failed. Nothing is left behind; nodes that run are not touched."
    },
    footer = {"", "Example: anyrack verify -f rack.yaml --boot node-1"})
public final class VerifyCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  private final Host host;
  @Mixin private RackOptions options = new RackOptions();

  @Option(
      names = "--boot",
      paramLabel = "NODE",
      description = {
        "start this node, which is off, from the network, and see whether it runs the boot script;"
            + " several times for several nodes.",
        "The script it gets starts nothing, and the node is off afterwards."
      })
  private List<String> boot = List.of();

  @Option(
      names = "--boot-within",
      paramLabel = "SECONDS",
      defaultValue = "240",
      description = "how long such a node may take; default ${DEFAULT-VALUE}")
  private int bootWithin;

  @Option(
      names = "--vip",
      paramLabel = "ADDRESS",
      description =
          "a virtual address that nodes share, beside those of the rack file; several times")
  private List<String> vips = List.of();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "table, json, yaml; default ${DEFAULT-VALUE}")
  private Form form = Form.table;

  /** What is printed. */
  enum Form {
    /** Columns for people. */
    table,
    /** JSON for programs. */
    json,
    /** YAML for both. */
    yaml
  }

  /** A command in {@code host}. */
  public VerifyCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws InterruptedException {
    StateDirectory state = options.state(host);
    Rack rack =
        Wanted.applied(state)
            .orElseThrow(
                () ->
                    new RackException(
                        "the rack '"
                            + state.root().getFileName()
                            + "' is not up here; `anyrack up` makes it"));
    Wishes wishes =
        new Wishes(
            boot,
            vips.stream().map(VerifyCommand::address).toList(),
            Duration.ofSeconds(Math.clamp(bootWithin, 1, 600)));
    List<Row> rows;
    try (VerifySetup setup = new VerifySetup(host, state, rack, options.service(host), wishes);
        ProgressLine progress = new ProgressLine(host.terminal(), InstantSource.system())) {
      rows = setup.verification(progress).run();
    }
    host.terminal()
        .out()
        .print(
            switch (form) {
              case table -> VerifyText.table(rows);
              case json -> Documents.json(VerifyText.data(rows));
              case yaml -> Documents.yaml(VerifyText.data(rows));
            });
    host.terminal().out().flush();
    return VerifyText.isGood(rows) ? 0 : FAILED;
  }

  private static Ipv4Address address(String text) {
    try {
      return Ipv4Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new RackException("'" + text + "' is no IPv4 address", e);
    }
  }
}
