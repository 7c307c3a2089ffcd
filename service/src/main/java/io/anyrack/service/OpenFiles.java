package io.anyrack.service;

import com.sun.management.UnixOperatingSystemMXBean;
import io.anyrack.rack.model.Rack;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * How many files this process may have open. Java raises what it may have to what it may ever have
 * when it starts, so that only the administrator can give it more. Immutable.
 *
 * @param most sockets and files at once
 */
public record OpenFiles(long most) {
  /** For what is open without any node, and for clients that are connected. */
  private static final int BESIDES = 256;

  /** What this process may; a system that does not say sets no limit that is known. */
  public static OpenFiles ofProcess() {
    return new OpenFiles(
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Long.MAX_VALUE);
  }

  /** Why the BMCs of a rack cannot all listen; empty: they can. */
  public Optional<String> lack(Rack rack) {
    boolean redfish = rack.bmc().redfish().isPresent();
    long needed = BESIDES + (long) rack.nodes().size() * (redfish ? 2 : 1);
    return needed <= most
        ? Optional.empty()
        : Optional.of(
            ("%d BMCs need %d open files, and this process may have %d: raise the hard limit where"
                    + " it is started (`ulimit -Hn %d` as root, LimitNOFILE=%d in a unit of"
                    + " systemd)%s")
                .formatted(
                    rack.nodes().size(),
                    needed,
                    most,
                    needed,
                    needed,
                    redfish ? ", or have IPMI alone: bmc: { redfish: off }" : ""));
  }
}
