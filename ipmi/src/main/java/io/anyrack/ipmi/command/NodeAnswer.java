package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.Response;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import java.time.Duration;

/** Hands a command to the node and says its answer in IPMI's words. */
final class NodeAnswer {
  private NodeAnswer() {}

  static Response to(Command command, Caller caller) {
    Answer answer = caller.bmc().node().submit(command, caller.origin());
    return Response.code(
        switch (answer) {
          case Answer.Done(), Answer.Accepted() -> CompletionCode.OK;
          case Answer.Busy(String _, Duration _) -> CompletionCode.NODE_BUSY;
          case Answer.NotNow(String _) -> CompletionCode.NOT_IN_THIS_STATE;
          case Answer.Unsupported(String _) -> CompletionCode.INVALID_FIELD;
          case Answer.Failed(String _) -> CompletionCode.UNSPECIFIED;
        });
  }
}
