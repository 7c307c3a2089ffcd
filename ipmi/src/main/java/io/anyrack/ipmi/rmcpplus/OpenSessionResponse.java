package io.anyrack.ipmi.rmcpplus;

import java.nio.ByteBuffer;

/** RMCP+ Open Session Response (IPMI 2.0 §13.18). */
public final class OpenSessionResponse {
  private OpenSessionResponse() {}

  /**
   * Writes the payload of an accepted request.
   *
   * @param privilege the highest level the session may ask for
   */
  public static void accept(
      OpenSessionRequest request,
      int privilege,
      int bmcSessionId,
      CipherSuite suite,
      ByteBuffer out) {
    start(request, StatusCode.NO_ERRORS, privilege, out);
    out.putInt(bmcSessionId);
    algorithm(0, suite.authentication(), out);
    algorithm(1, suite.integrity(), out);
    algorithm(2, suite.confidentiality(), out);
  }

  /** Writes the payload of a refusal; nothing follows the console's session id. */
  public static void refuse(OpenSessionRequest request, StatusCode status, ByteBuffer out) {
    start(request, status, 0, out);
  }

  private static void start(
      OpenSessionRequest request, StatusCode status, int privilege, ByteBuffer out) {
    out.put((byte) request.tag()).put((byte) status.code()).put((byte) privilege).put((byte) 0);
    out.putInt(request.consoleSessionId());
  }

  private static void algorithm(int kind, int number, ByteBuffer out) {
    out.put((byte) kind).putShort((short) 0).put((byte) 8);
    out.put((byte) number).putShort((short) 0).put((byte) 0);
  }
}
