package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.node.Command;

/** System boot options, parameters 0 to 5 (IPMI 2.0 §28.12, §28.13). */
final class BootOptionCommands {
  private static final int NOT_SUPPORTED = 0x80;
  private static final int SET_IN_PROGRESS_ELSEWHERE = 0x81;
  private static final int PARAMETER_VERSION = 0x01;
  private static final int SELECTOR = 0x7f;
  private static final int INVALID = 0x80;

  private static final int SET_IN_PROGRESS = 0;
  private static final int SERVICE_PARTITION_SELECTOR = 1;
  private static final int SERVICE_PARTITION_SCAN = 2;
  private static final int VALID_BIT_CLEARING = 3;
  private static final int ACKNOWLEDGE = 4;
  private static final int BOOT_FLAGS = 5;

  private BootOptionCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.CHASSIS)
        .add(0x08, Privilege.OPERATOR, 1, 18, BootOptionCommands::set)
        .add(0x09, Privilege.OPERATOR, 3, BootOptionCommands::get);
  }

  private static Response set(Request request, Caller caller) {
    int parameter = request.octet(0) & SELECTOR;
    int length = length(parameter);
    if (length == 0) {
      return Response.code(NOT_SUPPORTED);
    }
    boolean onlyMark = request.length() == 1;
    if (!onlyMark && request.length() != 1 + length) {
      return Response.code(CompletionCode.INVALID_LENGTH);
    }
    Response response = onlyMark ? Response.of() : setValue(parameter, request, caller);
    if (response.completionCode() == CompletionCode.OK) {
      caller.bmc().bootParameters().invalid(parameter, (request.octet(0) & INVALID) != 0);
    }
    return response;
  }

  private static Response setValue(int parameter, Request request, Caller caller) {
    BootParameters parameters = caller.bmc().bootParameters();
    int value = request.octet(1);
    switch (parameter) {
      case SET_IN_PROGRESS -> {
        return setInProgress(value & 0x03, caller);
      }
      case SERVICE_PARTITION_SELECTOR -> parameters.servicePartitionSelector(value);
      case SERVICE_PARTITION_SCAN -> parameters.servicePartitionScan(value);
      case VALID_BIT_CLEARING -> parameters.validBitClearing(value);
      case ACKNOWLEDGE -> parameters.acknowledge(value, request.octet(2));
      default -> {
        int flags = Integer.reverseBytes(request.word(2));
        return BootFlags.read(value, flags)
            .map(override -> NodeAnswer.to(new Command.SetBoot(override), caller))
            .orElseGet(() -> Response.code(CompletionCode.INVALID_FIELD));
      }
    }
    return Response.of();
  }

  /**
   * 0: complete, 1: in progress, 2: commit; what is set holds at once, so a commit changes naught.
   */
  private static Response setInProgress(int value, Caller caller) {
    BootParameters parameters = caller.bmc().bootParameters();
    return switch (value) {
      case 0 -> {
        parameters.end();
        yield Response.of();
      }
      case 1 ->
          parameters.begin(caller.bmc().now())
              ? Response.of()
              : Response.code(SET_IN_PROGRESS_ELSEWHERE);
      case 2 -> Response.of();
      default -> Response.code(CompletionCode.INVALID_FIELD);
    };
  }

  private static Response get(Request request, Caller caller) {
    int parameter = request.octet(0) & SELECTOR;
    int length = length(parameter);
    if (length == 0) {
      return Response.code(NOT_SUPPORTED);
    }
    BootParameters parameters = caller.bmc().bootParameters();
    int head = parameter | (parameters.isInvalid(parameter) ? INVALID : 0);
    return switch (parameter) {
      case SET_IN_PROGRESS -> one(head, parameters.isInProgress(caller.bmc().now()) ? 0x01 : 0x00);
      case SERVICE_PARTITION_SELECTOR -> one(head, parameters.servicePartitionSelector());
      case SERVICE_PARTITION_SCAN -> one(head, parameters.servicePartitionScan());
      case VALID_BIT_CLEARING -> one(head, parameters.validBitClearing());
      case ACKNOWLEDGE -> Response.of(PARAMETER_VERSION, head, 0, parameters.acknowledge());
      default -> {
        BootOverride boot = caller.bmc().node().status().boot();
        int flags = BootFlags.flags(boot);
        yield Response.of(
            PARAMETER_VERSION,
            head,
            BootFlags.first(boot),
            flags >> 24,
            flags >> 16,
            flags >> 8,
            flags);
      }
    };
  }

  private static Response one(int head, int value) {
    return Response.of(PARAMETER_VERSION, head, value);
  }

  /** The octets of a parameter's value; 0: there is no such parameter here. */
  private static int length(int parameter) {
    return switch (parameter) {
      case SET_IN_PROGRESS,
          SERVICE_PARTITION_SELECTOR,
          SERVICE_PARTITION_SCAN,
          VALID_BIT_CLEARING ->
          1;
      case ACKNOWLEDGE -> 2;
      case BOOT_FLAGS -> BootFlags.LENGTH;
      default -> 0;
    };
  }
}
