package io.anyrack.openstack.doctor;

import io.anyrack.openstack.keystone.AccessRule;
import io.anyrack.rack.cloud.CloudException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is made to find something out. All of it carries {@link #TAG} and goes when this is closed,
 * the last first, whatever happened between. Used by one thread.
 */
final class Trials implements AutoCloseable {
  /** The tag, the description and the name of everything that is tried. */
  static final String TAG = "anyrack:doctor";

  /** The rule of the application credential that is tried. */
  static final AccessRule RULE = new AccessRule("compute", "GET", "/v2.1/servers/detail");

  private record Made(String what, Runnable removal) {}

  private final Notes notes;
  private final Deque<Made> made = new ArrayDeque<>();

  Trials(Notes notes) {
    this.notes = notes;
  }

  /** Something was made. */
  void made(String what, Runnable removal) {
    made.push(new Made(what, removal));
  }

  @Override
  public void close() {
    while (!made.isEmpty()) {
      Made last = made.pop();
      try {
        last.removal().run();
      } catch (CloudException e) {
        notes.warning(
            "clean-up",
            last.what() + " is left: " + e.getMessage(),
            "it carries the tag " + TAG + "; the next `anyrack doctor` removes it");
      }
    }
  }
}
