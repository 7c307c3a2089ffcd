package io.anyrack.acceptance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A BMC at the end of real IPMI clients. */
record Bmc(String host, int port, String user, String password) {

  /** {@code ipmitool WORDS…}. */
  Finished ipmitool(String... words) {
    return shell().run(command(words));
  }

  /** What {@code ipmitool WORDS…} prints; fails where it fails. */
  String ask(String... words) {
    return ipmitool(words).expectDone();
  }

  /** {@code ipmitool WORDS…}, started at a terminal. */
  Process startAtTerminal(String... words) {
    return shell()
        .start(List.of("script", "-q", "-e", "-c", String.join(" ", command(words)), "/dev/null"));
  }

  /** One of FreeIPMI's programs. */
  Finished freeipmi(String program, String... words) {
    List<String> command =
        Stream.concat(
                Stream.of(program, "-h", host + ":" + port, "-D", "LAN_2_0", "-u", user),
                Stream.concat(Stream.of("-p", password), Stream.of(words)))
            .toList();
    return shell().run(command);
  }

  private List<String> command(String... words) {
    return Stream.concat(
            Stream.of("ipmitool", "-I", "lanplus", "-H", host, "-p", "" + port, "-U", user, "-E"),
            Stream.of(words))
        .toList();
  }

  private Shell shell() {
    return new Shell(Path.of("/"), Map.of("IPMI_PASSWORD", password));
  }
}
