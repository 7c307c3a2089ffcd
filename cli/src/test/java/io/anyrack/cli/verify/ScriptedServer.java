package io.anyrack.cli.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.anyrack.cli.remote.RemoteException;
import io.anyrack.cli.remote.ServerShell;
import io.anyrack.rack.net.Tap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A server of a rack whose interface is a port of a switch in this process, and whose commands say
 * what a test wants.
 */
final class ScriptedServer implements ServerShell {
  private final String address;
  private final Supplier<Tap> port;
  private final Map<String, String> said = new ConcurrentHashMap<>();

  /** A server that nobody can log in to until it has something to say. */
  ScriptedServer(String address, Supplier<Tap> port) {
    this.address = address;
    this.port = port;
  }

  /** From now on the output of what is run for this purpose. */
  ScriptedServer says(String purpose, String output) {
    said.put(purpose, output);
    return this;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public String run(String what, String script, Duration limit) {
    return Optional.ofNullable(said.get(what))
        .orElseThrow(() -> new RemoteException(what + " at " + address + ": no way in"));
  }

  @Override
  public Process start(String command) {
    if (said.isEmpty()) {
      throw new RemoteException(address + " cannot be reached");
    }
    return new Carrying(port.get());
  }

  /** What {@code relay.pl} does, with a port of the switch as the interface. */
  private static final class Carrying extends Process {
    private final Tap tap;
    private final PipedOutputStream in = new PipedOutputStream();
    private final PipedInputStream out = new PipedInputStream(1 << 20);
    private final PipedOutputStream printed = new PipedOutputStream();
    private final Thread sending;
    private final Thread receiving;

    Carrying(Tap tap) {
      this.tap = tap;
      try {
        out.connect(printed);
        PipedInputStream typed = new PipedInputStream(in, 1 << 20);
        print("r");
        sending = Thread.ofPlatform().daemon().start(() -> send(typed));
        receiving = Thread.ofPlatform().daemon().start(this::receive);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void send(InputStream typed) {
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(typed, US_ASCII))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          print("s " + tap.send(HexFormat.of().parseHex(line)).orElse(""));
        }
      } catch (IOException e) {
        // It was ended.
      }
    }

    private void receive() {
      try {
        while (true) {
          Optional<byte[]> frame = tap.receive(Duration.ofSeconds(1));
          if (frame.isPresent()) {
            print("f " + HexFormat.of().formatHex(frame.get()));
          }
        }
      } catch (InterruptedException | IOException e) {
        // It was ended.
      }
    }

    private void print(String line) throws IOException {
      synchronized (printed) {
        printed.write((line + "\n").getBytes(US_ASCII));
        printed.flush();
      }
    }

    @Override
    public OutputStream getOutputStream() {
      return in;
    }

    @Override
    public InputStream getInputStream() {
      return out;
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
      sending.join();
      receiving.join();
      return 0;
    }

    @Override
    public int exitValue() {
      return 0;
    }

    @Override
    public void destroy() {
      sending.interrupt();
      receiving.interrupt();
      tap.close();
      try {
        in.close();
        printed.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
