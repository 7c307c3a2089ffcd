package io.anyrack.openstack.resource;

import java.util.List;

/** What has to be done with one resource. */
sealed interface Verdict {
  /** What differs, for people. */
  List<String> details();

  /** Whether it gets another id. */
  default boolean anew() {
    return this instanceof Make || this instanceof Replace;
  }

  /** Nothing. */
  record Same() implements Verdict {
    @Override
    public List<String> details() {
      return List.of();
    }
  }

  /** It is made. */
  record Make(List<String> details) implements Verdict {}

  /** It is changed in place. */
  record Change(List<String> details, Runnable action) implements Verdict {}

  /** It is destroyed and made anew. */
  record Replace(List<String> details) implements Verdict {}
}
