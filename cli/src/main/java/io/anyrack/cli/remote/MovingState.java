package io.anyrack.cli.remote;

import io.anyrack.service.state.PrivateFile;
import io.anyrack.service.state.StateDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What a rack's service has learnt and promised: passwords and ports of BMCs, boot overrides,
 * phases, event logs. It goes with the service when that gets another place.
 *
 * @param state the rack's state on this machine
 */
record MovingState(StateDirectory state) {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int LARGEST = 16 << 20;
  private static final String COMPLETE = "all";

  /** Of the rack, and of each node; not what belongs to the place, such as sockets. */
  private static final List<String> OF_RACK =
      List.of(
          "bmcs.json", "redfish.json", "users.json", "phases.json", "starts.json", "events.jsonl");

  private static final List<String> OF_NODE = List.of("state.json", "users.json", "events.jsonl");

  /** A file and what is in it, as a server says it: nothing else is believed. */
  private static final Pattern LINE =
      Pattern.compile(
          "((?:nodes/[a-z0-9][a-z0-9-]{0,62}/)?[a-z]{1,16}\\.jsonl?) ([A-Za-z0-9+/]+={0,2})");

  /** The files that are here, relative to the state directory. */
  private List<String> here() {
    try (Stream<Path> nodes =
        Files.isDirectory(state.nodes()) ? Files.list(state.nodes()) : Stream.empty()) {
      return Stream.concat(
              OF_RACK.stream(),
              nodes
                  .map(node -> "nodes/" + Objects.requireNonNull(node.getFileName()) + "/")
                  .flatMap(node -> OF_NODE.stream().map(node::concat)))
          .filter(name -> Files.isRegularFile(state.root().resolve(name)))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new RemoteException("cannot read " + state.root() + ": " + e.getMessage(), e);
    }
  }

  /** Adds what a service that ran here has left. */
  void addTo(Cargo cargo) {
    here().forEach(name -> cargo.file(name, state.root().resolve(name)));
  }

  /** Forgets it here: it is kept elsewhere from now on. */
  void forget() {
    for (String name : here()) {
      try {
        Files.delete(state.root().resolve(name));
      } catch (IOException e) {
        throw new RemoteException("cannot remove " + name + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * Takes over what a service that has ended left on its server.
   *
   * @param there the rack's state directory on the server
   * @throws RemoteException if it does not come; what is here stays as it was
   */
  void bringBack(Ssh ssh, String there) {
    String output =
        ssh.expect(
            "bringing back the state of the service",
            """
            cd %1$s || exit 1
            for file in %2$s nodes/*/*; do
              case ${file##*/} in %3$s) ;; *) continue ;; esac
              [ -f "$file" ] || continue
              printf '%%s ' "$file"
              gzip -c <"$file" | base64 | tr -d '\\n'
              echo
            done
            echo %4$s
            """
                .formatted(
                    ShellWords.quote(there),
                    String.join(" ", OF_RACK),
                    String.join(" | ", Stream.concat(OF_RACK.stream(), OF_NODE.stream()).toList()),
                    COMPLETE),
            Ssh.Input.NONE,
            LIMIT);
    List<String> lines = output.lines().toList();
    if (lines.isEmpty() || !lines.getLast().equals(COMPLETE)) {
      throw new RemoteException("the state of the service is too large to be brought back");
    }
    for (String line : lines.subList(0, lines.size() - 1)) {
      Matcher file = LINE.matcher(line);
      if (!file.matches()) {
        throw new RemoteException("the server says something else than the state of the service");
      }
      write(state.root().resolve(file.group(1)), file.group(2));
    }
  }

  private static void write(Path file, String packed) {
    try (GZIPInputStream content =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      PrivateFile.write(file, content.readNBytes(LARGEST));
    } catch (IOException | IllegalArgumentException e) {
      throw new RemoteException("cannot bring back " + file + ": " + e.getMessage(), e);
    }
  }
}
