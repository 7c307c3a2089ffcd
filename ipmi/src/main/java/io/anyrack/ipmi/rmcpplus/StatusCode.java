package io.anyrack.ipmi.rmcpplus;

/** RMCP+ and RAKP message status codes (IPMI 2.0 table 13-15), those that are used here. */
public enum StatusCode {
  /** No errors. */
  NO_ERRORS(0x00),
  /** Insufficient resources to create a session. */
  INSUFFICIENT_RESOURCES(0x01),
  /** Invalid session id. */
  INVALID_SESSION_ID(0x02),
  /** Invalid authentication algorithm. */
  INVALID_AUTHENTICATION_ALGORITHM(0x04),
  /** Invalid integrity algorithm. */
  INVALID_INTEGRITY_ALGORITHM(0x05),
  /** Invalid role. */
  INVALID_ROLE(0x09),
  /** Unauthorized role or privilege level requested. */
  UNAUTHORIZED_ROLE(0x0a),
  /** Invalid name length. */
  INVALID_NAME_LENGTH(0x0c),
  /** Unauthorized name. */
  UNAUTHORIZED_NAME(0x0d),
  /** Invalid integrity check value. */
  INVALID_INTEGRITY_CHECK(0x0f),
  /** Invalid confidentiality algorithm. */
  INVALID_CONFIDENTIALITY_ALGORITHM(0x10),
  /** No cipher suite match with proposed security algorithms. */
  NO_CIPHER_SUITE_MATCH(0x11);

  private final int code;

  StatusCode(int code) {
    this.code = code;
  }

  /** The code on the wire. */
  public int code() {
    return code;
  }
}
