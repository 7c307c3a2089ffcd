package io.anyrack.cli.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.cli.remote.ServerShell;
import io.anyrack.ipmi.console.Wire;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.net.Tap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Frames or datagrams of a server, by a short program that runs there while this is open. It needs
 * Perl there, which Debian and Ubuntu always have, and for frames a user who may become root.
 */
final class Relay implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int WAITING = 1024;
  private static final int MOST_SAID = 4096;

  private final Process process;
  private final OutputStream out;
  private final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(WAITING);
  private final BlockingQueue<String> sent = new ArrayBlockingQueue<>(WAITING);
  private final CompletableFuture<String> opened = new CompletableFuture<>();

  private Relay(Process process) {
    this.process = process;
    this.out = process.getOutputStream();
    Thread.ofVirtual().name("relay").start(this::read);
  }

  /** The frames of the server's interface with this MAC. */
  static Relay frames(ServerShell shell, MacAddress mac) {
    return open(shell, "sudo -n ", List.of("frames", mac.toString()));
  }

  /** Datagrams from the server to {@code address}. */
  static Relay datagrams(ServerShell shell, InetSocketAddress address) {
    return open(
        shell, "", List.of("udp", address.getHostString(), String.valueOf(address.getPort())));
  }

  private static Relay open(ServerShell shell, String before, List<String> words) {
    StringBuilder command = new StringBuilder("exec ").append(before).append("perl -e ");
    command.append(ServerShell.quote(program())).append(" --");
    words.forEach(word -> command.append(' ').append(ServerShell.quote(word)));
    Relay relay = new Relay(shell.start(command.toString()));
    String fault = relay.fault();
    if (fault.isEmpty()) {
      return relay;
    }
    relay.close();
    throw new CannotTryException(
        "the network cannot be seen from " + shell.address() + ": " + fault,
        "what is needed there: SSH, perl, and sudo without a password");
  }

  private static String program() {
    try (InputStream in = Relay.class.getResourceAsStream("relay.pl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String fault() {
    try {
      return opened.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return "no answer within " + START.toSeconds() + " s";
    } catch (ExecutionException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        take(line);
      }
      InputStream said = process.getErrorStream();
      opened.complete("it ended: " + new String(said.readNBytes(MOST_SAID), UTF_8).strip());
    } catch (IOException e) {
      opened.complete("it ended: " + e.getMessage());
    }
  }

  private void take(String line) {
    if (line.equals("r")) {
      opened.complete("");
    } else if (line.startsWith("f ")) {
      // One that finds no room is lost, as on any wire.
      boolean _ = received.offer(HexFormat.of().parseHex(line.substring(2)));
    } else if (line.startsWith("s ")) {
      boolean _ = sent.offer(line.substring(2));
    }
  }

  private Optional<String> put(byte[] octets) throws IOException {
    out.write((HexFormat.of().formatHex(octets) + "\n").getBytes(US_ASCII));
    out.flush();
    try {
      return Optional.ofNullable(sent.poll(ANSWER.toSeconds(), TimeUnit.SECONDS))
          .or(() -> Optional.of("no answer from the server"))
          .filter(why -> !why.isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private Optional<byte[]> next(Duration limit) throws InterruptedException {
    return Optional.ofNullable(received.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** The way of frames. */
  Tap tap() {
    return new Tap() {
      @Override
      public Optional<String> send(byte[] frame) {
        try {
          return put(frame);
        } catch (IOException e) {
          return Optional.of("the server is gone: " + e.getMessage());
        }
      }

      @Override
      public Optional<byte[]> receive(Duration limit) throws InterruptedException {
        return next(limit);
      }

      @Override
      public void close() {
        Relay.this.close();
      }
    };
  }

  /** The way of datagrams. */
  Wire wire() {
    return new Wire() {
      @Override
      public void send(byte[] packet) throws IOException {
        Optional<String> refused = put(packet);
        if (refused.isPresent()) {
          throw new IOException(refused.get());
        }
      }

      @Override
      public Optional<byte[]> receive(Duration limit) throws InterruptedException {
        return next(limit);
      }

      @Override
      public void close() {
        Relay.this.close();
      }
    };
  }

  @Override
  public void close() {
    process.destroy();
  }
}
