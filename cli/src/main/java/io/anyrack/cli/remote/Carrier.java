package io.anyrack.cli.remote;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings files to a server, only those that differ; what is there is replaced in one step. */
final class Carrier {
  /** Systems that are just made, on busy hosts, take minutes for what takes others a second. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** An archive of some tens of megabytes over a slow line. */
  private static final Duration ARCHIVE_LIMIT = Duration.ofMinutes(20);

  private static final Duration FILE_LIMIT = Duration.ofMinutes(30);

  private final Ssh ssh;
  private final RemoteSystem system;

  Carrier(Ssh ssh, RemoteSystem system) {
    this.ssh = ssh;
    this.system = system;
  }

  /** Where a distribution is. */
  String programs(String id) {
    return system.programs() + "/" + id;
  }

  /** Whether a distribution is there, whole. */
  boolean has(String id) {
    return ssh.expect(
            "looking for the program",
            "if [ -x " + ShellWords.quote(programs(id) + "/bin/anyrack") + " ]; then echo yes; fi",
            Ssh.Input.NONE,
            LIMIT)
        .strip()
        .equals("yes");
  }

  /** Unpacks a distribution. */
  void bring(Distribution.Archive archive) {
    String script =
        """
        set -e
        root=%1$s
        %2$s
        mkdir -p "$root"
        rm -rf "$root/new"
        mkdir "$root/new"
        tar -xzf - -C "$root/new"
        rm -rf "$root"/%3$s
        mv "$root/new" "$root"/%3$s
        """
            .formatted(
                ShellWords.quote(system.programs()),
                system.hasUnits()
                    ? "%1$smkdir -p \"$root\"; %1$schown \"$(id -u)\" \"$root\""
                        .formatted(system.asRoot())
                    : ":",
                ShellWords.quote(archive.id()));
    ssh.expect(
        "unpacking the program", script, out -> Files.copy(archive.file(), out), ARCHIVE_LIMIT);
  }

  /** Removes distributions that are not {@code id}. */
  void removeOthers(String id) {
    ssh.expect(
        "removing older programs",
        """
        cd %s || exit 0
        for old in *; do [ "$old" = %s ] || rm -rf "./$old"; done
        """
            .formatted(ShellWords.quote(system.programs()), ShellWords.quote(id)),
        Ssh.Input.NONE,
        LIMIT);
  }

  /**
   * Brings what differs, readable by its owner alone from the first octet on.
   *
   * @param state the directory it goes to
   * @return the names of what was brought
   */
  List<String> bring(Cargo cargo, String state) {
    Map<String, String> there = digests(List.copyOf(cargo.files().keySet()), state);
    List<String> brought = new ArrayList<>();
    cargo
        .digests()
        .forEach(
            (name, digest) -> {
              if (!digest.equals(there.get(name))) {
                bring(cargo, state, name);
                brought.add(name);
              }
            });
    if (cargo.files().keySet().stream().anyMatch(name -> name.startsWith(Cargo.BOOT))) {
      removeOthers(cargo, state);
    }
    return brought;
  }

  /** What nodes boot is what there is here, and not what there was once. */
  private void removeOthers(Cargo cargo, String state) {
    ssh.expect(
        "removing older files",
        """
        umask 077
        cd %s || exit 1
        LC_ALL=C; export LC_ALL
        find boot -type f | sort >.there
        sort >.wanted
        comm -23 .there .wanted | while IFS= read -r file; do rm -f -- "$file"; done
        rm -f .there .wanted
        """
            .formatted(ShellWords.quote(state)),
        out -> out.write(lines(cargo.files().keySet())),
        LIMIT);
  }

  private static byte[] lines(Collection<String> names) {
    return (String.join("\n", names) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The SHA-256 of a file there, in hexadecimal; empty: it is not there. */
  Optional<String> digest(String state, String name) {
    return Optional.ofNullable(digests(List.of(name), state).get(name));
  }

  private Map<String, String> digests(List<String> names, String state) {
    // The names go by standard input: there may be thousands.
    String output =
        ssh.expect(
            "comparing files",
            """
            umask 077
            mkdir -p %1$s && cd %1$s || exit 1
            while IFS= read -r file; do if [ -f "$file" ]; then sha256sum -- "$file"; fi; done
            """
                .formatted(ShellWords.quote(state)),
            out -> out.write(lines(names)),
            LIMIT);
    Map<String, String> digests = new HashMap<>();
    output
        .lines()
        .filter(line -> line.length() > 66)
        .forEach(line -> digests.put(line.substring(66), line.substring(0, 64)));
    return digests;
  }

  private void bring(Cargo cargo, String state, String name) {
    String script =
        """
        set -e
        umask 077
        file=%s
        mkdir -p "$(dirname -- "$file")"
        cat >"$file.new"
        mv -f "$file.new" "$file"
        """
            .formatted(ShellWords.quote(state + "/" + name));
    Cargo.Content content = Optional.ofNullable(cargo.files().get(name)).orElseThrow();
    ssh.expect("bringing " + name, script, content::writeTo, FILE_LIMIT);
  }
}
