package io.anyrack.cli.remote;

import io.anyrack.service.state.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The host key of the rack's server, kept in a file of OpenSSH's form under the server's id: a
 * server that is made anew is another host.
 */
final class HostKeys {
  /** As cloud-init and others print them on the console, at the beginning of a line or after it. */
  private static final Pattern KEY =
      Pattern.compile(
          "(?m)(?:^|\\s)((?:ssh-ed25519|ecdsa-sha2-nistp(?:256|384|521)|ssh-rsa)"
              + " [A-Za-z0-9+/]{60,}={0,2})(?=\\s|$)");

  private static final String BEGIN = "-----BEGIN SSH HOST KEY KEYS-----";
  private static final String END = "-----END SSH HOST KEY KEYS-----";

  private final Path file;

  /** Keys in {@code file}. */
  HostKeys(Path file) {
    this.file = file;
  }

  /** The file, for OpenSSH. */
  Path file() {
    return file;
  }

  /**
   * The keys that a server printed when it started.
   *
   * @param console what is on its console
   */
  static List<String> printed(String console) {
    int begin = console.lastIndexOf(BEGIN);
    int end = console.indexOf(END, Math.max(begin, 0));
    if (begin < 0 || end < 0) {
      return List.of();
    }
    return KEY.matcher(console.substring(begin + BEGIN.length(), end))
        .results()
        .map(match -> match.group(1))
        .distinct()
        .toList();
  }

  /** Whether a key of the server {@code alias} is known. */
  boolean knows(String alias) {
    try {
      return Files.exists(file)
          && Files.readAllLines(file).stream().anyMatch(line -> line.startsWith(alias + " "));
    } catch (IOException e) {
      throw new RemoteException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Keeps the keys of {@code alias}, and those of no other server. */
  void keep(String alias, List<String> keys) {
    StringBuilder lines = new StringBuilder();
    keys.forEach(key -> lines.append(alias).append(' ').append(key).append('\n'));
    try {
      PrivateFile.write(file, lines.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new RemoteException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
