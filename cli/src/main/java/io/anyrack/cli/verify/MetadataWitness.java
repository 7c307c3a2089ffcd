package io.anyrack.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.cli.remote.ServerShell;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says of 169.254.169.254, asked by HTTP as its own routes lead there.
 *
 * @param hop the next hop of its route; {@code 0.0.0.0}: it takes the address for one on the link;
 *     empty: it has no route
 * @param interfaceMac of the interface by which it goes
 * @param status of the answer; empty: none came
 * @param why there was none
 */
record MetadataWitness(
    Optional<Ipv4Address> hop, Optional<MacAddress> interfaceMac, OptionalInt status, String why) {
  private static final String ADDRESS = "169.254.169.254";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern WAY =
      Pattern.compile("(?m)^way ([0-9.]+) ([0-9a-f]{2}(?::[0-9a-f]{2}){5})$");
  private static final Pattern HTTP = Pattern.compile("(?m)^http ([0-9]{3})$");
  private static final Pattern SILENT = Pattern.compile("(?m)^silent (.*)$");

  /**
   * Asks a server.
   *
   * @throws io.anyrack.cli.remote.RemoteException if it cannot be asked
   */
  static MetadataWitness of(ServerShell shell) {
    return of(shell, ADDRESS, 80);
  }

  /** The same about another address. */
  static MetadataWitness of(ServerShell shell, String address, int port) {
    String said =
        shell.run(
            "asking for metadata",
            "exec perl -e %s -- %s %d"
                .formatted(ServerShell.quote(program()), ServerShell.quote(address), port),
            LIMIT);
    Matcher way = WAY.matcher(said);
    boolean routed = way.find();
    Matcher http = HTTP.matcher(said);
    Matcher silent = SILENT.matcher(said);
    return new MetadataWitness(
        routed ? Optional.of(Ipv4Address.parse(way.group(1))) : Optional.empty(),
        routed ? Optional.of(MacAddress.parse(way.group(2))) : Optional.empty(),
        http.find() ? OptionalInt.of(Integer.parseInt(http.group(1))) : OptionalInt.empty(),
        silent.find() ? silent.group(1) : "");
  }

  private static String program() {
    try (InputStream in = MetadataWitness.class.getResourceAsStream("metadata.pl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
