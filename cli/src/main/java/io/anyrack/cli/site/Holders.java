package io.anyrack.cli.site;

import io.anyrack.cli.host.Host;
import io.anyrack.openstack.resource.Holder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/** Who changes a rack from this process, and whether another process of this machine still does. */
final class Holders {
  private static final int LONGEST = 64;
  private static final String NOBODY = "unknown";

  private Holders() {}

  /** This process. */
  static Holder here(Host host) {
    return new Holder(
        word(host.environment("USER").or(() -> host.environment("LOGNAME"))),
        machine(),
        name(ProcessHandle.current()));
  }

  /** Whether a process of this machine is known to be gone; of other machines nobody knows. */
  static boolean isGone(Holder holder) {
    if (!holder.host().equals(machine())) {
      return false;
    }
    String pid = holder.process().split("-", 2)[0];
    return !pid.matches("[0-9]{1,9}")
        || ProcessHandle.of(Long.parseLong(pid))
            .map(Holders::name)
            .filter(holder.process()::equals)
            .isEmpty();
  }

  /** The kernel gives numbers again: the start tells one process from a later one. */
  private static String name(ProcessHandle process) {
    return process.pid()
        + "-"
        + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String machine() {
    try {
      return word(Optional.of(InetAddress.getLocalHost().getHostName()));
    } catch (UnknownHostException e) {
      return NOBODY;
    }
  }

  private static String word(Optional<String> text) {
    String plain = text.orElse("").replaceAll("[^A-Za-z0-9._:-]", "-");
    return plain.isEmpty() ? NOBODY : plain.substring(0, Math.min(LONGEST, plain.length()));
  }
}
