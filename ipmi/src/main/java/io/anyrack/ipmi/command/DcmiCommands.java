package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Data Center Manageability Interface 1.5: capabilities and names. There is no power meter and no
 * temperature, so those commands are unknown here.
 */
final class DcmiCommands {
  private static final int DCMI = 0xdc;
  private static final int LONGEST_PART = 16;
  private static final int LONGEST_TAG = 63;
  private static final int LONGEST_NAME = 64;

  private DcmiCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.GROUP)
        .add(0x01, Privilege.USER, 1, 16, ofDcmi(DcmiCommands::capabilities))
        .add(0x06, Privilege.USER, 1, 16, ofDcmi(DcmiCommands::assetTag))
        .add(0x08, Privilege.OPERATOR, 1, 24, ofDcmi(DcmiCommands::setAssetTag))
        .add(0x09, Privilege.USER, 1, 16, ofDcmi(DcmiCommands::controllerName))
        .add(0x0a, Privilege.OPERATOR, 1, 24, ofDcmi(DcmiCommands::setControllerName));
  }

  /** The commands of other groups, such as PICMG's, have the same numbers and are not here. */
  private static Command ofDcmi(Command command) {
    return (request, caller) ->
        request.octet(0) == DCMI
            ? command.execute(request, caller)
            : Response.code(CompletionCode.INVALID_COMMAND);
  }

  /** Get DCMI Capabilities Info (DCMI 1.5 §6.1.1). */
  private static Response capabilities(Request request, Caller caller) {
    if (request.length() != 2) {
      return Response.code(CompletionCode.INVALID_LENGTH);
    }
    return switch (request.octet(1)) {
      // No power management; in-band, but no serial port in terminal mode and no second LAN.
      case 1 -> parameter(0, 0, 0x01);
      // The log holds at least 64 entries; no asset tag support in the log; no temperature.
      case 2 -> parameter(0x40, 0x80, 0, 0, 0);
      // No power management device: the BMC itself, revision 0.
      case 3 -> parameter(0x20, 0);
      // No manageability access attributes: primary channel 1, no secondary, no serial.
      case 4 -> parameter(0x01, 0xff, 0xff);
      default -> Response.code(CompletionCode.INVALID_FIELD);
    };
  }

  private static Response parameter(int... octets) {
    int[] answer = new int[4 + octets.length];
    answer[0] = DCMI;
    answer[1] = 1;
    answer[2] = 5;
    answer[3] = 2; // Revision of the parameters.
    System.arraycopy(octets, 0, answer, 4, octets.length);
    return Response.of(answer);
  }

  /** Get Asset Tag (§6.4.2): the node's serial number. */
  private static Response assetTag(Request request, Caller caller) {
    return part(request, serial(caller), LONGEST_TAG);
  }

  /** Get Management Controller Identifier String (§6.4.6): the node's name, closed by a zero. */
  private static Response controllerName(Request request, Caller caller) {
    return part(request, controller(caller), LONGEST_NAME);
  }

  private static String serial(Caller caller) {
    return caller.bmc().endpoint().identity().serial();
  }

  private static String controller(Caller caller) {
    return caller.bmc().node().name() + "\0";
  }

  private static Response setAssetTag(Request request, Caller caller) {
    return setPart(request, serial(caller), LONGEST_TAG);
  }

  private static Response setControllerName(Request request, Caller caller) {
    return setPart(request, controller(caller), LONGEST_NAME);
  }

  /** The rack file says it: a part of what it is already may be set (§6.4.3, §6.4.7). */
  private static Response setPart(Request request, String text, int longest) {
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(all.length, longest);
    if (request.length() < 3 || request.length() != 3 + request.octet(2)) {
      return Response.code(CompletionCode.INVALID_LENGTH);
    }
    int offset = request.octet(1);
    byte[] part = request.from(3);
    boolean same =
        offset + part.length <= length
            && Arrays.equals(part, Arrays.copyOfRange(all, offset, offset + part.length));
    return same
        ? Response.of(DCMI, offset + part.length)
        : Response.code(CompletionCode.NOT_IN_THIS_STATE);
  }

  private static Response part(Request request, String text, int longest) {
    if (request.length() != 3) {
      return Response.code(CompletionCode.INVALID_LENGTH);
    }
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(all.length, longest);
    int offset = request.octet(1);
    int count = request.octet(2);
    if (count > LONGEST_PART || offset > length) {
      return Response.code(CompletionCode.OUT_OF_RANGE);
    }
    byte[] part = Arrays.copyOfRange(all, offset, Math.min(length, offset + count));
    byte[] answer = new byte[2 + part.length];
    answer[0] = (byte) DCMI;
    answer[1] = (byte) length;
    System.arraycopy(part, 0, answer, 2, part.length);
    return Response.of(answer);
  }
}
