package io.anyrack.rack.cloud;

import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the machines of one rack live. Methods block and may be called again after an interruption.
 * Thread-safe, but at most one of {@link #apply} and {@link #destroy} runs at a time.
 */
public interface Cloud extends AutoCloseable {

  /**
   * Looks whether this place can hold {@code rack}, without leaving anything behind.
   *
   * @return what was found, good and bad
   */
  Probe probe(Rack rack);

  /**
   * What has to be done so that the rack is as {@code wanted} says. A cloud that can tell by its
   * own resources what is there looks at them; others compare with what was applied.
   *
   * @param applied the rack as it was last applied; empty: never, as far as is known here
   * @param wanted the rack as it shall be, with addresses
   * @throws IllegalArgumentException if the two are not the same rack
   * @throws CloudException if the cloud cannot be asked
   */
  default Plan plan(Optional<Rack> applied, Rack wanted) {
    return Plan.between(applied, wanted);
  }

  /**
   * Whether the cloud itself knows what belongs to the rack, so that an interrupted first {@link
   * #apply} can be gone on with, or taken down, from anywhere.
   */
  default boolean remembers() {
    return false;
  }

  /** What the last {@link #apply} or {@link #destroy} took, a line each, for the user. */
  default List<String> account() {
    return List.of();
  }

  /**
   * Makes it so: what the plan adds is made, what it changes is changed, what it removes is
   * destroyed; everything else is left alone. Machines that are made are off.
   *
   * @param rack the whole rack as it shall be
   * @param plan the difference to what is there
   * @param progress is told what is being done
   * @param breakOff ends it early
   * @throws CloudException if a resource cannot be had; what was made so far stays and is found
   *     again by the next call
   * @throws BrokenOffException if it was ended early; the same holds
   */
  void apply(Rack rack, Plan plan, Progress progress, BreakOff breakOff);

  /** The same, which nobody ends early. */
  default void apply(Rack rack, Plan plan, Progress progress) {
    apply(rack, plan, progress, new BreakOff());
  }

  /** Destroys everything that belongs to the rack, and nothing else. */
  void destroy(Progress progress);

  /** All machines of the rack, in one call to the cloud. */
  Map<String, Observation> observe();

  /**
   * The machine of a node.
   *
   * @throws CloudException if the rack has no such machine
   */
  Machine machine(String node);

  /** From now on tells {@code observer} what happens. A cloud that cannot tell never calls it. */
  void watch(MachineObserver observer);

  /** What passed the ports of the rack's networks; empty where the cloud does not say. */
  List<PortCounters> ports();

  /** Lets go of the machines without touching them. */
  @Override
  void close();
}
