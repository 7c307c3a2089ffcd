package io.anyrack.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is still there of racks on this machine.
 *
 * @param directory where their state is
 * @param processes QEMUs and services, as process ids
 * @param sockets unix sockets on which somebody listens
 * @param files what is in the directory
 */
record Leftovers(Path directory, List<Long> processes, List<String> sockets, List<Path> files) {

  /** Looks for what has the path {@code directory} in its name, arguments or environment. */
  static Leftovers of(Path directory) {
    return new Leftovers(directory, processes(directory), sockets(directory), files(directory));
  }

  void expectNone() {
    assertThat(processes).as("processes of " + directory).isEmpty();
    assertThat(sockets).as("sockets of " + directory).isEmpty();
    assertThat(files).as("files of " + directory).isEmpty();
  }

  void endProcesses() {
    processes.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  /** QEMU has the directory among its arguments; a service has its parent in the environment. */
  private static List<Long> processes(Path directory) {
    String state = "XDG_STATE_HOME=" + directory.getParent();
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(
            pid -> {
              List<String> arguments = arguments(pid);
              return arguments.stream().anyMatch(each -> each.contains(directory + "/"))
                  || (arguments.contains("service")
                      && text(Path.of("/proc", pid.toString(), "environ")).contains(state));
            })
        .toList();
  }

  /** What a process was started with, its program first; nothing of one that has ended. */
  static List<String> arguments(long pid) {
    return List.of(text(Path.of("/proc", Long.toString(pid), "cmdline")).split("\0"));
  }

  private static List<String> sockets(Path directory) {
    return text(Path.of("/proc/net/unix"))
        .lines()
        .filter(line -> line.contains(directory + "/"))
        .toList();
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Predicate.not(directory::equals)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty where the process is gone or another user's. */
  private static String text(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
