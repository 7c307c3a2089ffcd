package io.anyrack.rack.cloud;

import io.anyrack.rack.model.BootOverride;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A node as its cloud sees it.
 *
 * <p>Each method may be called again after an interruption: it brings the machine where its name
 * says, whether or not an earlier call got part of the way. Methods block until the cloud is done
 * and throw {@link MachineException} when it cannot. Calls for one machine come one at a time,
 * except {@link #observe}, {@link #console}, {@link #screenshot} and what is said of Secure Boot.
 */
public interface Machine {
  /** The node's name. */
  String name();

  /** What the machine is like now. */
  Observation observe();

  /**
   * What the machine is like after {@link #start} or {@link #reset} returned. A cloud that has to
   * be asked has looked at the machine to see it start: it says what it saw then, and the next
   * command does not wait for another look.
   */
  default Observation afterwards() {
    return observe();
  }

  /**
   * Powers the machine up; nothing if it runs.
   *
   * @param boot what this start shall boot from; it says nothing about later starts
   */
  void start(BootOverride boot);

  /**
   * Says what the machine shall boot from should it restart without being told to, as a guest does
   * that reboots. Nothing where the machine is off.
   */
  void prepareBoot(BootOverride boot);

  /** Powers the machine down at once; nothing if it is off. */
  void stop();

  /** Asks the guest to shut down and returns; the guest may ignore it. */
  void requestShutdown();

  /**
   * Why the guest cannot be asked to shut down; empty: it can, or nobody knows yet. Asks no cloud.
   */
  default Optional<String> noShutdown() {
    return Optional.empty();
  }

  /**
   * Resets the machine hard.
   *
   * @param boot what this start shall boot from
   */
  void reset(BootOverride boot);

  /** Sends a diagnostic interrupt (NMI). */
  void diagnose();

  /** Why the machine cannot be paused; empty: it can. Asks no cloud. */
  default Optional<String> noPause() {
    return Optional.of("this machine cannot be paused");
  }

  /** Has the processors stand still; memory and power stay. Nothing if they do. */
  default void pause() {
    throw new MachineException(name() + ": " + noPause().orElse("it cannot be paused"));
  }

  /** Ends a {@link #pause}; nothing if the processors run. */
  default void resume() {
    throw new MachineException(name() + ": " + noPause().orElse("it cannot be paused"));
  }

  /**
   * Its UEFI Secure Boot; empty: it has none that anybody can change. Asks no cloud, at any time.
   */
  default Optional<SecureBoot> secureBoot() {
    return Optional.empty();
  }

  /** Has the next start change its Secure Boot; kept when this returns. Asks no cloud either. */
  default void changeSecureBoot(SecureBoot.Change change) {
    throw new MachineException(name() + ": its Secure Boot cannot be changed");
  }

  /** Puts an ISO image into the CD drive, in place of the one that is there. */
  void insertMedia(URI image);

  /** Empties the CD drive. */
  void ejectMedia();

  /** Writes what the screen shows as a PNG file. */
  void screenshot(Path file);

  /** The serial line. */
  Console console();

  /**
   * The unix socket on which the machine's own in-band interface (IPMI 2.0 §9, KCS) looks for its
   * BMC: the service listens there. Empty where the cloud has no in-band way.
   */
  Optional<Path> inBandSocket();
}
