package io.anyrack.rack.model;

import io.anyrack.rack.RackException;
import io.anyrack.rack.dhcp.OptionName;
import io.anyrack.rack.model.Nic.DhcpOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What DHCP tells a node's ports in the phases of its installation, beside and before what it tells
 * them otherwise.
 *
 * @param inspect while the node is looked at, such as by {@code inspector.ipxe}
 * @param deploy while it is installed, such as by {@code boot.ipxe}
 */
public record BootPhases(List<DhcpOption> inspect, List<DhcpOption> deploy) {
  /** The same in all phases. */
  public static final BootPhases NONE = new BootPhases(List.of(), List.of());

  /** Copies the lists. */
  public BootPhases {
    inspect = List.copyOf(inspect);
    deploy = List.copyOf(deploy);
  }

  /** Where a node stands. */
  public enum Phase {
    /** It is nobody's: what the ports say otherwise holds. */
    LOCAL,
    /** It is looked at. */
    INSPECT,
    /** It is installed. */
    DEPLOY
  }

  /** What is told in {@code phase}. */
  public List<DhcpOption> of(Phase phase) {
    return switch (phase) {
      case LOCAL -> List.of();
      case INSPECT -> inspect;
      case DEPLOY -> deploy;
    };
  }

  /**
   * Returns if the rack file says something of {@code phase}.
   *
   * @throws RackException if it does not
   */
  public void demand(Phase phase) {
    if (phase != Phase.LOCAL && of(phase).isEmpty()) {
      String word = phase.name().toLowerCase(Locale.ROOT);
      throw new RackException(
          "the rack file says nothing of the phase '%1$s'; put into it: boot: { phases: { %1$s: { bootfile-name: \"http://…\" } } }, and run: anyrack up"
              .formatted(word));
    }
  }

  /**
   * A port in {@code phase}: options of the phase go before those of the port that are told to the
   * same clients.
   */
  public Nic during(Phase phase, Nic nic) {
    List<DhcpOption> told = new ArrayList<>(of(phase));
    nic.dhcpOptions().stream()
        .filter(own -> of(phase).stream().noneMatch(each -> replaces(each, own)))
        .forEach(told::add);
    return told.equals(nic.dhcpOptions()) ? nic : nic.withDhcpOptions(told);
  }

  /** A boot file that all are told is also told to those who had one of their own. */
  private static boolean replaces(DhcpOption phase, DhcpOption own) {
    OptionName next = phase.option();
    OptionName before = own.option();
    return next.version() == before.version()
        && next.code() == before.code()
        && (next.clients() == OptionName.Clients.ALL || next.clients() == before.clients());
  }
}
