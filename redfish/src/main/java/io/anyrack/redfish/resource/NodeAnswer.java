package io.anyrack.redfish.resource;

import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.inventory.ServedNode;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Hands a command to a node and says its answer in HTTP's words. */
final class NodeAnswer {
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private NodeAnswer() {}

  /**
   * Hands a command in.
   *
   * @throws RedfishException if the node does not take it
   */
  static void to(Command command, ServedNode served, Call call) {
    check(served.node().submit(command, call.origin()), served);
  }

  /** Says what a node answered. */
  static void check(Answer answer, ServedNode served) {
    switch (answer) {
      case Answer.Done _, Answer.Accepted _ -> {}
      case Answer.Busy busy -> throw RedfishException.busy(busy.retryAfter(), busy.operation());
      case Answer.NotNow no ->
          throw new RedfishException(
              409,
              served.node().status().powered()
                  ? Message.of(BaseMessage.RESOURCE_IN_USE).advising(sentence(no.reason()))
                  : Message.of(BaseMessage.CHASSIS_POWER_STATE_ON_REQUIRED, served.id())
                      .advising(sentence(no.reason())));
      case Answer.Unsupported no ->
          throw new RedfishException(
              501, Message.of(BaseMessage.OPERATION_FAILED).advising(sentence(no.reason())));
      case Answer.Failed failed ->
          throw new RedfishException(
              503,
              List.of(Message.of(BaseMessage.OPERATION_FAILED).advising(sentence(failed.reason()))),
              Map.of("Retry-After", Long.toString(AFTER_FAILURE.toSeconds())));
    }
  }

  private static String sentence(String reason) {
    if (reason.isEmpty()) {
      return "None.";
    }
    return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
  }
}
