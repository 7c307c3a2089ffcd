package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.DoctorText;
import io.anyrack.cli.output.Documents;
import io.anyrack.cli.output.ProgressLine;
import io.anyrack.cli.site.Sites;
import io.anyrack.openstack.doctor.Report;
import io.anyrack.rack.RackException;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anyrack doctor}. */
@Command(
    name = "doctor",
    description = {
      "Find out whether a rack can be had, and how: what the cloud has, permits and lacks.",
      "On OpenStack small things are made to find out; they are gone when it ends. Without a rack"
          + " file: what the project can do for any rack."
    },
    footer = {"", "Example: anyrack doctor --os-cloud mycloud -f rack.yaml"})
public final class DoctorCommand implements Callable<Integer> {
  private static final int PROBLEMS = 1;

  private final Host host;
  @Mixin private RackOptions options = new RackOptions();
  @Mixin private CloudOption cloud = new CloudOption();

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
  public DoctorCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    Optional<Rack> rack = options.isFileThere() ? Optional.of(rack()) : Optional.empty();
    Report report;
    try (ProgressLine progress = new ProgressLine(host.terminal(), InstantSource.system())) {
      report = Sites.examine(host, rack, rack.map(Rack::cloud).orElseGet(this::project), progress);
    }
    host.terminal()
        .out()
        .print(
            switch (form) {
              case table -> DoctorText.table(report);
              case json -> Documents.json(DoctorText.data(report));
              case yaml -> Documents.yaml(DoctorText.data(report));
            });
    host.terminal().out().flush();
    return report.isGood() ? 0 : PROBLEMS;
  }

  private Rack rack() {
    Rack read = options.read(host);
    return Wanted.named(
        host,
        Wanted.complete(read, Wanted.applied(RackOptions.state(host, read.name()))),
        cloud.name());
  }

  private CloudSpec project() {
    if (cloud.name().isEmpty()
        && host.environment("OS_CLOUD").isEmpty()
        && host.environment("OS_AUTH_URL").isEmpty()) {
      throw new RackException(
          "there is no rack file to examine a cloud for; name one with -f, or a project of an"
              + " OpenStack cloud with --os-cloud");
    }
    return cloud.spec();
  }
}
