package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.rack.RackException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code anyrack init}. */
@Command(
    name = "init",
    description = "Write a first rack file.",
    footer = {"", "Example: anyrack init && anyrack up"})
public final class InitCommand implements Callable<Integer> {
  private static final String FIRST_RACK =
      """
      rack: lab
      cloud: local
      nodes: 3

      # What a node gets that boots from the network; see docs/rack-file.md:
      # boot:
      #   script: boot.ipxe      # an iPXE script: a file, or a URL to chain to
      #   serve: www             # files the nodes may fetch from http://<gateway>/files/
      """;

  private final Host host;

  @Option(
      names = {"-f", "--file"},
      defaultValue = "rack.yaml",
      paramLabel = "FILE",
      description = "where to; default ${DEFAULT-VALUE}")
  private Path file = Path.of("rack.yaml");

  /** A command in {@code host}. */
  public InitCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    try {
      Files.writeString(file, FIRST_RACK, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new RackException(file + " is there already; name another file with -f", e);
    } catch (IOException e) {
      throw new RackException("cannot write " + file + ": " + e.getMessage(), e);
    }
    host.terminal().say("wrote " + file + "; `anyrack up` makes the rack");
    return 0;
  }
}
