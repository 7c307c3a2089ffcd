package io.anyrack.openstack.http;

/** Is told of each request, each attempt of a repeated one included. Thread-safe; not to block. */
public interface CallJournal {
  /** Forgets everything. */
  CallJournal NONE = _ -> {};

  /** A request was answered, or failed without an answer. */
  void called(Called call);

  /** Somebody begins to wait for the cloud: for an answer, or before the next attempt. */
  default void began() {}

  /** Somebody waits no longer. */
  default void ended() {}
}
