package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Documents;
import io.anyrack.cli.output.SyncText;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.cli.site.Sites;
import io.anyrack.cli.sync.MetricsFile;
import io.anyrack.cli.sync.SyncSetup;
import io.anyrack.cli.sync.SyncTarget;
import io.anyrack.cli.sync.SyncUnit;
import io.anyrack.netsync.Chronicle;
import io.anyrack.netsync.Pass;
import io.anyrack.netsync.Sync;
import io.anyrack.netsync.rule.Finding;
import io.anyrack.netsync.rule.Step;
import io.anyrack.netsync.rule.ToldText;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.RackException;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.SyncSpec;
import io.anyrack.rack.sync.ToldSubnet;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code anyrack sync}. */
@Command(
    name = "sync",
    description = {
      "Keep the guards of the nodes' ports true to the addresses the installer really uses, and"
          + " what DHCP tells them true to the rack file.",
      "Stays in the foreground and follows the sources. Only ports of this rack's nodes and"
          + " subnets of its own networks are changed, and only addresses that sync added are"
          + " withdrawn."
    },
    footer = {
      "",
      "Example: anyrack sync -f rack.yaml --source dnsmasq-hosts:/var/lib/neutron/dhcp"
          + " --source neutron:undercloud"
    })
public final class SyncCommand implements Callable<Integer> {
  private static final int PENDING = 1;

  private final Host host;
  @Mixin private RackOptions options = new RackOptions();
  @Mixin private CloudOption cloud = new CloudOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Option(
      names = "--source",
      paramLabel = "KIND:PLACE",
      description = {
        "who says which addresses are used: static:FILE, dnsmasq-hosts:DIRECTORY,"
            + " dnsmasq-leases:FILE, neutron:CLOUD.",
        "May be given several times: where two say different things, the first is believed."
      })
  private List<String> sources = List.of();

  @Option(
      names = "--vip-role",
      paramLabel = "ROLE",
      description = "only nodes of this role may use an installer's VIPs; several times; else all")
  private Set<String> vipRoles = Set.of();

  @Option(names = "--once", description = "change what differs now, then end")
  private boolean once;

  @Option(names = "--dry-run", description = "show what differs now, change nothing, and end")
  private boolean dryRun;

  @Option(names = "--unit", description = "print a systemd unit that runs this command, and end")
  private boolean unit;

  @Option(
      names = "--metrics",
      paramLabel = "FILE",
      description = "while it follows the sources: write how it is doing to FILE each 5 s, as JSON")
  private Optional<Path> metrics = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "with --once and --dry-run: text, json, yaml; default ${DEFAULT-VALUE}")
  private Form form = Form.text;

  /** What is printed. */
  enum Form {
    /** A line for each change. */
    text,
    /** JSON for programs. */
    json,
    /** YAML for both. */
    yaml
  }

  /** A command in {@code host}. */
  public SyncCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<SyncSpec.Source> names = names();
    Rack named = Wanted.named(host, options.read(host), cloud.name());
    Rack rack = Sites.placeIfKnown(named, Wanted.applied(RackOptions.state(host, named.name())));
    if (unit) {
      print(SyncUnit.text(rack.name(), command(names), environment()));
      return 0;
    }
    boolean single = once || dryRun;
    if (single && metrics.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--metrics is for a sync that goes on; with --once say -o json");
    }
    if (!(rack.cloud() instanceof CloudSpec.Openstack spec)) {
      throw new RackException(
          "the rack '"
              + rack.name()
              + "' is on this machine: write `sync:` into its rack file, and its service does it");
    }
    CloudAccess access = CloudAccess.here(host);
    try (Project project = Project.open(access.config(spec));
        SyncSetup setup =
            new SyncSetup(
                access::config,
                SyncTarget.of(project, rack, () -> false),
                rack,
                new SyncSpec(names, vipRoles),
                new Lines(host.terminal().err(), !single))) {
      if (!single) {
        follow(project, setup.sync());
        return 0;
      }
      Pass pass = dryRun ? setup.sync().differences() : setup.sync().once();
      print(
          switch (form) {
            case text -> SyncText.lines(pass);
            case json -> Documents.json(data(project, setup, pass));
            case yaml -> Documents.yaml(data(project, setup, pass));
          });
      return !dryRun && pass.left() > 0 ? PENDING : 0;
    }
  }

  private void follow(Project project, Sync sync) throws InterruptedException {
    if (metrics.isEmpty()) {
      sync.run();
      return;
    }
    try (MetricsFile _ =
        new MetricsFile(
            metrics.get(),
            () ->
                Documents.json(
                    SyncText.data(
                        sync.figures(), sync.findings(), project.calls().calls(), Instant.now())),
            MetricsFile.USUAL_INTERVAL,
            host.terminal()::say)) {
      sync.run();
    }
  }

  private static JsonNode data(Project project, SyncSetup setup, Pass pass) {
    return SyncText.data(pass, setup.sync().figures(), project.calls().calls());
  }

  private void print(String text) {
    host.terminal().out().print(text);
    host.terminal().out().flush();
  }

  private List<SyncSpec.Source> names() {
    if (sources.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "say with --source who knows which addresses are used");
    }
    try {
      return sources.stream().map(SyncSpec.Source::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--source: " + e.getMessage(), e);
    }
  }

  /** This command with whole paths: a unit runs somewhere else. */
  private List<String> command(List<SyncSpec.Source> names) {
    List<String> words = new ArrayList<>();
    words.add(host.launcher().map(Path::toString).orElse("/usr/bin/anyrack"));
    words.addAll(List.of("sync", "-f", whole(options.file().toString())));
    cloud.name().ifPresent(name -> words.addAll(List.of("--os-cloud", name)));
    vipRoles.stream().sorted().forEach(role -> words.addAll(List.of("--vip-role", role)));
    metrics.ifPresent(file -> words.addAll(List.of("--metrics", whole(file.toString()))));
    for (SyncSpec.Source name : names) {
      String place = name.kind().isFile() ? whole(name.place()) : name.place();
      words.addAll(List.of("--source", new SyncSpec.Source(name.kind(), place).toString()));
    }
    return words;
  }

  private static String whole(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }

  /** Where the clouds are told, never what is told there. */
  private List<String> environment() {
    return Stream.of("OS_CLIENT_CONFIG_FILE", "OS_CLOUD")
        .flatMap(name -> value(name).map(value -> name + "=" + value).stream())
        .toList();
  }

  private Optional<String> value(String name) {
    return host.environment(name).map(value -> name.equals("OS_CLOUD") ? value : whole(value));
  }

  /** A line for each thing that happens; a single pass tells its changes itself. */
  private static final class Lines implements Chronicle {
    private final PrintStream err;
    private final boolean changes;
    private final Set<String> last = new HashSet<>();

    Lines(PrintStream err, boolean changes) {
      this.err = err;
      this.changes = changes;
    }

    @Override
    public void changed(Step step) {
      if (changes) {
        err.println(step);
      }
    }

    @Override
    public void routed(ToldSubnet subnet) {
      if (changes) {
        err.println(ToldText.of(subnet));
      }
    }

    @Override
    public void found(Finding finding) {
      err.println("warning: " + finding);
    }

    @Override
    public synchronized void failed(String text) {
      if (last.add(text)) {
        last.clear();
        last.add(text);
        err.println("not now, trying again: " + text);
      }
    }
  }
}
