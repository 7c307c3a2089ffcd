package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Documents;
import io.anyrack.cli.output.PlanText;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.cli.site.Planned;
import io.anyrack.cli.site.Sites;
import io.anyrack.rack.RackException;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.RackStore;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anyrack plan}. */
@Command(
    name = "plan",
    description = {
      "Show what `anyrack up` would make, change and destroy; on OpenStack also how nodes are made"
          + " to boot, the guard of each network, and why.",
      "With -o yaml: the rack file with every default filled in."
    },
    footer = {"", "Example: anyrack plan --exit-code"})
public final class PlanCommand implements Callable<Integer> {
  private final Host host;
  @Mixin private RackOptions options = new RackOptions();
  @Mixin private CloudOption cloud = new CloudOption();

  @Option(
      names = "--offline",
      description = "ask no cloud: compare with what was applied from here")
  private boolean offline;

  @Option(names = "--exit-code", description = "end with 2 where there is something to do")
  private boolean exitCode;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "table, json or yaml; default ${DEFAULT-VALUE}")
  private Form form = Form.table;

  /** What is printed. */
  enum Form {
    /** The changes, and how the rack is made. */
    table,
    /** The same for programs. */
    json,
    /** The rack file with every default filled in. */
    yaml
  }

  /** A command in {@code host}. */
  public PlanCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    Rack wanted = options.read(host);
    Optional<Rack> applied = Wanted.applied(RackOptions.state(host, wanted.name()));
    if (offline || form == Form.yaml) {
      return offline(Wanted.complete(wanted, applied), applied);
    }
    Rack complete = Wanted.complete(host, wanted, applied, cloud.name());
    return show(complete, Sites.plan(host, CloudAccess.here(host), applied, complete));
  }

  private int offline(Rack complete, Optional<Rack> applied) {
    try {
      return show(complete, Sites.offline(applied, complete));
    } catch (IllegalArgumentException e) {
      throw new RackException(String.valueOf(e.getMessage()), e);
    }
  }

  private int show(Rack complete, Planned planned) {
    host.terminal()
        .out()
        .print(
            switch (form) {
              case yaml -> RackStore.write(complete);
              case json -> Documents.json(PlanText.data(planned.plan(), planned.prospect()));
              case table -> PlanText.of(planned.plan()) + PlanText.of(planned.prospect());
            });
    host.terminal().out().flush();
    return exitCode && !planned.plan().isEmpty() ? 2 : 0;
  }
}
