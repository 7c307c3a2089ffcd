package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.PlanText;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.cli.site.Sites;
import io.anyrack.rack.RackException;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
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
      "Show what `anyrack up` would make, change and destroy.",
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
      description = "table or yaml; default ${DEFAULT-VALUE}")
  private Form form = Form.table;

  /** What is printed. */
  enum Form {
    /** The changes. */
    table,
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
      return show(Wanted.complete(wanted, applied), applied);
    }
    Rack complete = Wanted.complete(host, wanted, applied, cloud.name());
    return show(complete, Sites.plan(host, CloudAccess.here(host), applied, complete));
  }

  private int show(Rack complete, Optional<Rack> applied) {
    try {
      return show(complete, Plan.between(applied, complete));
    } catch (IllegalArgumentException e) {
      throw new RackException(String.valueOf(e.getMessage()), e);
    }
  }

  private int show(Rack complete, Plan plan) {
    host.terminal().out().print(form == Form.yaml ? RackStore.write(complete) : PlanText.of(plan));
    host.terminal().out().flush();
    return exitCode && !plan.isEmpty() ? 2 : 0;
  }
}
