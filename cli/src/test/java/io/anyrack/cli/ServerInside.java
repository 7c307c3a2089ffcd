package io.anyrack.cli;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Terminal;
import io.anyrack.cli.remote.Distribution;
import io.anyrack.cli.remote.FakeServer;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * A server that is this machine, to which the service of one rack is brought as {@code up} does it;
 * there it runs in this JVM: a process that only waits stands in for it.
 */
final class ServerInside implements AutoCloseable {
  private static final int PID = 32;

  private final FakeServer server;
  private final String rack;
  private final FileChannel starts;

  private ServerInside(FakeServer server, String rack, FileChannel starts) {
    this.server = server;
    this.rack = rack;
    this.starts = starts;
  }

  /**
   * A server for the service of {@code rack}.
   *
   * @param home a directory of the user of {@code program}, who finds this server's SSH there
   */
  static ServerInside in(Path home, Program program, String rack)
      throws IOException, InterruptedException {
    FakeServer server = FakeServer.in(home);
    program.set("PATH", home + ":/usr/bin:/bin");
    Distribution.Archive planned = Distribution.ofThisProcess(program.cache()).planned();
    Files.createDirectories(Objects.requireNonNull(planned.file().getParent()));
    Distribution.Archive packed =
        FakeServer.program(home, "packed", "echo $$ >\"$HOME/.starts\"; exec cat \"$HOME/.never\"");
    Files.copy(packed.file(), planned.file());
    for (String pipe : new String[] {".starts", ".never"}) {
      new ProcessBuilder("mkfifo", server.home().resolve(pipe).toString()).start().waitFor();
    }
    ServerInside inside =
        new ServerInside(
            server,
            rack,
            FileChannel.open(
                server.home().resolve(".starts"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    Thread.ofPlatform().daemon().name("server of " + rack).start(inside::serve);
    return inside;
  }

  /** Whenever a stand-in was started, the service is. */
  private void serve() {
    ByteBuffer pid = ByteBuffer.allocate(PID);
    Path states = server.home().resolve(".local/state");
    try {
      while (starts.read(pid.clear()) > 0) {
        String text = StandardCharsets.US_ASCII.decode(pid.flip()).toString().strip();
        ProcessHandle.of(Long.parseLong(text))
            .ifPresent(
                standIn ->
                    ServiceInside.start(
                        host(states),
                        new StateDirectory(states.resolve("anyrack").resolve(rack)),
                        standIn));
      }
    } catch (ClosedChannelException e) {
      // The test has ended.
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Host host(Path states) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Host(
        new Terminal(nowhere, nowhere, InputStream.nullInputStream(), false),
        server.home(),
        Optional.empty(),
        name -> Optional.of(states.toString()).filter(_ -> name.equals("XDG_STATE_HOME")));
  }

  @Override
  public void close() throws IOException {
    try {
      server.end(rack);
    } finally {
      starts.close();
    }
  }
}
