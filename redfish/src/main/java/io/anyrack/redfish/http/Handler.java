package io.anyrack.redfish.http;

/** Answers requests of one method at one place. Thread-safe. */
public interface Handler {
  /**
   * The answer.
   *
   * @throws io.anyrack.redfish.message.RedfishException if the request is refused
   */
  Reply handle(Call call);
}
