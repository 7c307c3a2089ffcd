package io.anyrack.local.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StartFailureTest {

  /** What QEMU 7.2 was seen to say. */
  static Stream<Arguments> failures() {
    return Stream.of(
        argumentSet(
            "full disk",
            "qemu-system-x86_64: cannot create PID file: Failed to write pid file",
            "free some space on the disk of the state"),
        argumentSet(
            "too much memory",
            "qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory",
            "give the node less `memory`, or power others off"),
        argumentSet(
            "damaged disk",
            "qemu-system-x86_64: -drive if=none,id=d,file=g.qcow2,format=qcow2: Image is not in"
                + " qcow2 format",
            "the disk is damaged: remove the node and make it anew"),
        argumentSet(
            "no firmware",
            "qemu-system-x86_64: -drive if=pflash,unit=0,file=/no.fd: Could not open '/no.fd': No"
                + " such file or directory",
            "install the UEFI firmware: `apt-get install ovmf`"),
        argumentSet(
            "long path",
            "qemu-system-x86_64: -qmp unix:/xxx,server=on: UNIX socket path '/xxx' is too long",
            "put the state under a shorter path, see XDG_STATE_HOME"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhatToDo(String output, String advice) {
    assertThat(StartFailure.of("node-1", new Subprocess.Outcome(1, output)))
        .hasMessage(
            "node-1 cannot be powered on: QEMU ended with status 1: %s (%s)", output, advice);
  }
}
