package io.anyrack.rack.node;

import java.time.Duration;

/** What a node says to a {@link Command}, at once. */
public sealed interface Answer {

  /** It is so: the command's wish was already true, or became true within the call. */
  record Done() implements Answer {}

  /** Written to the journal and under way; the node's status shows how it goes on. */
  record Accepted() implements Answer {}

  /**
   * Another operation must end first: IPMI completion code 0xC0, Redfish 503.
   *
   * @param operation what is under way
   * @param retryAfter when to ask again
   */
  record Busy(String operation, Duration retryAfter) implements Answer {}

  /**
   * Not in this state, such as a reset of a node that is off: IPMI 0xD5, Redfish 409.
   *
   * @param reason for the user
   */
  record NotNow(String reason) implements Answer {}

  /**
   * Never on this machine: IPMI 0xC1 or 0xCC, Redfish 501/400.
   *
   * @param reason for the user
   */
  record Unsupported(String reason) implements Answer {}

  /**
   * The command's own content is wrong, or it was tried and failed within the call.
   *
   * @param reason for the user
   */
  record Failed(String reason) implements Answer {}
}
