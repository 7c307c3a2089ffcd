package io.anyrack.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.bmc.RedfishBook;
import io.anyrack.service.state.StateDirectory;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long after a power change by IPMI its Redfish event is here: from the time that the event
 * says, which has milliseconds, to its arrival on the stream.
 */
final class EventLag {
  private static final Pattern TIMESTAMP = Pattern.compile("\"EventTimestamp\":\"([^\"]+)\"");

  private final Path state;

  /** Of the rack with its state there, whose Redfish is in the clear. */
  EventLag(Path state) {
    this.state = state;
  }

  /** Switches {@code node-1} on and off so many times; milliseconds. */
  Samples measure(int changes) throws IOException, InterruptedException, GeneralSecurityException {
    StateDirectory directory = new StateDirectory(state);
    BmcAccess bmc = new BmcBook(directory.bmcs(), new Random()).of("node-1").orElseThrow();
    int port = new RedfishBook(directory.redfish(), new Random()).port();
    String pair = "admin:" + IpmiClient.PASSWORD;
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/redfish/v1/EventService/SSE".formatted(port)))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
            .build();
    Samples millis = new Samples();
    try (HttpClient client = HttpClient.newHttpClient();
        Stream<String> lines = client.send(request, BodyHandlers.ofLines()).body();
        IpmiClient ipmi = new IpmiClient(new InetSocketAddress(bmc.host(), bmc.port()), 17)) {
      Iterator<String> events = lines.iterator();
      String greeting = events.next();
      if (!greeting.startsWith(":")) {
        throw new IOException("no stream of events: " + greeting);
      }
      ipmi.open();
      for (int i = 0; i < changes; i++) {
        boolean up = i % 2 == 0;
        Instant _ = ipmi.power(up);
        millis.add(lag(events, up ? "ResourcePoweredOn" : "ResourcePoweredOff"));
      }
      ipmi.end();
    }
    return millis;
  }

  private static double lag(Iterator<String> events, String wanted) throws EOFException {
    while (events.hasNext()) {
      String line = events.next();
      Instant now = Instant.now();
      Matcher stamp = TIMESTAMP.matcher(line);
      if (line.contains(wanted) && stamp.find()) {
        return Duration.between(Instant.parse(stamp.group(1)), now).toNanos() / 1e6;
      }
    }
    throw new EOFException("the stream ended before " + wanted);
  }
}
