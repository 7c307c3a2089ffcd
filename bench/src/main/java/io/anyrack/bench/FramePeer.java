package io.anyrack.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that stands for a QEMU: it listens on a unix socket and sends or reads frames. */
final class FramePeer implements AutoCloseable {
  private static final int BURST = 32;

  private final Process process;
  private final BufferedReader output;
  private final Path socket;

  /**
   * What a reader got.
   *
   * @param frames how many
   * @param nanos from the first to the last octet
   */
  record Seen(long frames, long nanos) {}

  private FramePeer(Path socket, List<String> arguments) throws IOException {
    this.socket = socket;
    Files.deleteIfExists(socket);
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FramePeer.class.getName(),
                socket.toString()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output = process.inputReader();
    String ready = output.readLine();
    if (!"ready".equals(ready)) {
      throw new IOException("no peer on " + socket + ": " + ready);
    }
  }

  /** A process that reads frames until the connection ends. */
  static FramePeer reader(Path socket) throws IOException {
    return new FramePeer(socket, List.of());
  }

  /** A process that sends {@code frame} so many times, and then closes the connection. */
  static FramePeer generator(Path socket, byte[] frame, long count) throws IOException {
    return new FramePeer(socket, List.of(HexFormat.of().formatHex(frame), Long.toString(count)));
  }

  /** Waits for the end of the connection. */
  Seen seen() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the reader ended early");
    }
    String[] fields = line.split(" ", -1);
    return new Seen(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
  }

  @Override
  public void close() throws IOException {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(socket);
  }

  /** The peer itself: the socket, and for a generator the frame in hexadecimal and the count. */
  public static void main(String[] arguments) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(arguments[0]));
      System.out.println("ready");
      try (SocketChannel channel = server.accept()) {
        if (arguments.length == 1) {
          read(channel);
        } else {
          generate(channel, HexFormat.of().parseHex(arguments[1]), Long.parseLong(arguments[2]));
        }
      }
    }
  }

  private static void generate(SocketChannel channel, byte[] frame, long count) throws IOException {
    ByteBuffer burst = ByteBuffer.allocateDirect(BURST * (Integer.BYTES + frame.length));
    while (burst.hasRemaining()) {
      burst.putInt(frame.length).put(frame);
    }
    for (long left = count; left > 0; left -= BURST) {
      int frames = (int) Math.min(BURST, left);
      burst.position(0).limit(frames * (Integer.BYTES + frame.length));
      while (burst.hasRemaining()) {
        channel.write(burst);
      }
    }
  }

  private static void read(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    long frames = 0;
    long first = 0;
    long last = 0;
    while (channel.read(buffer) >= 0) {
      last = System.nanoTime();
      first = first == 0 ? last : first;
      buffer.flip();
      while (buffer.remaining() >= Integer.BYTES
          && buffer.remaining() >= Integer.BYTES + buffer.getInt(buffer.position())) {
        buffer.position(buffer.position() + Integer.BYTES + buffer.getInt(buffer.position()));
        frames++;
      }
      buffer.compact();
    }
    System.out.println(frames + " " + (last - first));
  }
}
