package io.anyrack.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.output.Terminal;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {
  @TempDir Path directory;
  private StateDirectory state;
  private ServiceProcess process;

  @BeforeEach
  void create() {
    state = new StateDirectory(directory.resolve("lab"));
    Terminal terminal = new Terminal(System.out, System.err, InputStream.nullInputStream(), false);
    process =
        new ServiceProcess(
            new Host(terminal, directory, Optional.empty(), _ -> Optional.empty()), state);
  }

  @Test
  void removesTheStateWhileNoServiceCanStart() {
    state.create();

    assertThat(
            process.whileStopped(
                () -> {
                  assertThatThrownBy(this::lock).isInstanceOf(OverlappingFileLockException.class);
                  state.delete();
                }))
        .isTrue();

    assertThat(state.exists()).isFalse();
  }

  @Test
  void hasNothingToDoWithoutState() {
    assertThat(process.whileStopped(() -> assertThat(state.exists()).isTrue())).isTrue();
    assertThat(state.exists()).isFalse();
  }

  @Test
  void leavesTheStateOfAServiceThatRuns() throws Exception {
    state.create();
    List<String> done = new ArrayList<>();
    Process holder = hold(state.lock());
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("locked");

      assertThat(process.whileStopped(() -> done.add("action"))).isFalse();

      assertThat(done).isEmpty();
      assertThat(state.exists()).isTrue();
    } finally {
      holder.outputWriter().close();
      holder.waitFor();
    }
    assertThat(process.whileStopped(() -> done.add("action"))).isTrue();
    assertThat(done).containsExactly("action");
  }

  @Test
  void endsAServiceThatHoldsTheLockThoughItDoesNotAnswer() throws Exception {
    state.create();
    Process holder = hold(state.lock());
    assertThat(holder.inputReader().readLine()).isEqualTo("locked");
    Files.writeString(state.pid(), holder.pid() + "\n");

    process.kill();

    assertThat(holder.waitFor()).isNotZero();
    assertThat(process.whileStopped(state::delete)).isTrue();
  }

  @Test
  void waitsForTheProcessAndNotOnlyForItsLock() throws Exception {
    state.create();
    Process holder = hold(state.lock());
    assertThat(holder.inputReader().readLine()).isEqualTo("locked");
    Files.writeString(state.pid(), holder.pid() + "\n");

    process.end(
        () -> {
          try {
            holder.outputWriter().close();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });

    assertThat(holder.isAlive()).isFalse();
  }

  private void lock() throws IOException {
    try (FileChannel channel = FileChannel.open(state.lock(), StandardOpenOption.WRITE)) {
      channel.lock();
    }
  }

  private static Process hold(Path lock) throws IOException, URISyntaxException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            Path.of(LockHolder.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString(),
            LockHolder.class.getName(),
            lock.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
