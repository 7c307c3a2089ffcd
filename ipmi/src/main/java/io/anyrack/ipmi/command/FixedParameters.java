package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Configuration parameters of the LAN channel (IPMI 2.0 §23.1, §23.2; §26.2, §26.3) that say how it
 * is. None can be changed; setting what is already so is fine, and so is announcing a change.
 */
@FunctionalInterface
interface FixedParameters {
  int NOT_SUPPORTED = 0x80;
  int READ_ONLY = 0x82;
  int REVISION = 0x11;
  int REVISION_ONLY = 0x80;
  int SET_IN_PROGRESS = 0;

  /** The octets of a parameter; empty: there is no such parameter. */
  Optional<byte[]> value(int parameter, Bmc bmc);

  /** The answer to a set command: channel, parameter, value. */
  default Response set(Request request, Caller caller) {
    if (!caller.meansLan(request.octet(0))) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    int parameter = request.octet(1);
    return value(parameter, caller.bmc())
        .map(
            present ->
                parameter == SET_IN_PROGRESS || Arrays.equals(present, request.from(2))
                    ? Response.of()
                    : Response.code(READ_ONLY))
        .orElseGet(() -> Response.code(NOT_SUPPORTED));
  }

  /** The answer to a get command: channel, parameter, selectors. */
  default Response get(Request request, Caller caller) {
    if (!caller.meansLan(request.octet(0))) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    if ((request.octet(0) & REVISION_ONLY) != 0) {
      return Response.of(REVISION);
    }
    return value(request.octet(1), caller.bmc())
        .map(
            value ->
                Response.of(
                    ByteBuffer.allocate(1 + value.length).put((byte) REVISION).put(value).array()))
        .orElseGet(() -> Response.code(NOT_SUPPORTED));
  }

  /** The low eight bits of each value. */
  static byte[] octets(int... values) {
    byte[] octets = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      octets[i] = (byte) values[i];
    }
    return octets;
  }
}
