package io.anyrack.cli.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Linux says of a process's sockets (proc(5)): the tables of its network, each under a line
 * {@code == NAME}, and the links of its open files. The same text comes from a server by {@link
 * #SCRIPT}.
 */
final class ProcSockets {
  private static final List<String> TABLES = List.of("tcp", "tcp6", "udp", "udp6");
  private static final Pattern INODE = Pattern.compile("socket:\\[([0-9]+)]");
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*[0-9]+: ([0-9A-F]+):([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]{2})"
              + "(?: +[^ ]+){5} +([0-9]+) .*");
  private static final String LISTENING = "0A";
  private static final int WORD = 4;

  /** Prints the text for the process in {@code $pid}. */
  static final String SCRIPT =
      """
      for table in tcp tcp6 udp udp6; do
        echo "== $table"; cat /proc/$pid/net/$table 2>/dev/null
      done
      echo "== fd"; ls -l /proc/$pid/fd
      """;

  private ProcSockets() {}

  /**
   * A socket that takes what comes.
   *
   * @param protocol {@code tcp} or {@code udp}
   * @param address on which it listens; {@code *}: all
   * @param port its port
   */
  record Listener(String protocol, String address, int port) implements Comparable<Listener> {
    @Override
    public int compareTo(Listener other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return protocol + " " + address + ":" + port;
    }
  }

  /** The text for the process whose directory is {@code process}; empty: it cannot be read. */
  static Optional<String> read(Path process) {
    StringBuilder text = new StringBuilder();
    try {
      for (String table : TABLES) {
        Path file = process.resolve("net").resolve(table);
        text.append("== ").append(table).append('\n');
        text.append(Files.exists(file) ? Files.readString(file) : "");
      }
      text.append("== fd\n");
      try (Stream<Path> open = Files.list(process.resolve("fd"))) {
        text.append(open.flatMap(ProcSockets::target).collect(Collectors.joining("\n")));
      }
      return Optional.of(text.toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Stream<String> target(Path link) {
    try {
      return Stream.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return Stream.empty(); // closed meanwhile
    }
  }

  /** The process's own sockets that take what comes from anybody. */
  static Set<Listener> listeners(String text) {
    Set<String> own =
        INODE.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    Set<Listener> listeners = new TreeSet<>();
    String table = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("== ")) {
        table = line.substring(3);
      }
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches() && own.contains(entry.group(5))) {
        boolean tcp = table.startsWith("tcp");
        boolean open = tcp ? entry.group(4).equals(LISTENING) : entry.group(3).equals("0000");
        if (open) {
          listeners.add(
              new Listener(
                  tcp ? "tcp" : "udp",
                  address(entry.group(1)),
                  Integer.parseInt(entry.group(2), 16)));
        }
      }
    }
    return listeners;
  }

  /** Words are in the machine's order: little-endian on all that we run on. */
  private static String address(String hex) {
    byte[] octets = HexFormat.of().parseHex(hex);
    int start = octets.length - WORD;
    boolean any = true;
    for (byte octet : octets) {
      any &= octet == 0;
    }
    if (any) {
      return "*";
    }
    boolean mapped = octets.length == WORD || hex.startsWith("0000000000000000FFFF0000");
    return mapped
        ? (octets[start + 3] & 0xff)
            + "."
            + (octets[start + 2] & 0xff)
            + "."
            + (octets[start + 1] & 0xff)
            + "."
            + (octets[start] & 0xff)
        : hex;
  }
}
