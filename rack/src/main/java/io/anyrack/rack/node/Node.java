package io.anyrack.rack.node;

import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.model.BootOverride;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One node as its doors see it: IPMI, Redfish, command line, web and in-band all use only this.
 *
 * <p>Thread-safe. No method waits for the cloud.
 */
public interface Node {
  /** The node's name. */
  String name();

  /** The node as it is now. */
  NodeStatus status();

  /**
   * Hands in a command. What is answered {@link Answer.Accepted} or {@link Answer.Done} has been
   * written to the journal.
   */
  Answer submit(Command command, Origin origin);

  /**
   * Sets what the node boots from, given what it boots from now; nothing comes between the two. To
   * others it is a {@link Command.SetBoot}. While a start obeys an override for once, a change that
   * would keep something of it has to wait: it is {@link Answer.Busy}.
   *
   * @param change gives the new override; may be asked more than once, must not block; what it
   *     throws is thrown, and nothing is changed then
   */
  Answer changeBoot(UnaryOperator<BootOverride> change, Origin origin);

  /** Why its guest cannot be asked to shut down; empty: it can. */
  default Optional<String> noShutdown() {
    return Optional.empty();
  }

  /** Why it cannot be paused; empty: it can. */
  default Optional<String> noPause() {
    return Optional.of("this node cannot be paused");
  }

  /** Its UEFI Secure Boot; empty: it has none that anybody can change. */
  default Optional<SecureBoot> secureBoot() {
    return Optional.empty();
  }

  /** The node's event log. */
  EventLog events();

  /** The machine's serial line. */
  Console console();
}
