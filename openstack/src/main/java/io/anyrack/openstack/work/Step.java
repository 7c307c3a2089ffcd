package io.anyrack.openstack.work;

import java.util.Set;

/**
 * Something to do once other things are done.
 *
 * @param name unique in its graph
 * @param subject on what, for people, such as {@code node-1}
 * @param what is done, for people, such as {@code port provision}
 * @param after names of the steps that come first; unknown ones count as done
 * @param action does it; may block
 */
public record Step(String name, String subject, String what, Set<String> after, Runnable action) {
  /** Copies the set. */
  public Step {
    after = Set.copyOf(after);
  }
}
