package io.anyrack.ipmi.rmcpplus;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * RMCP+ Open Session Request (IPMI 2.0 §13.17).
 *
 * @param tag comes back in the response
 * @param privilege the level asked for; 0: the highest the algorithms allow
 * @param consoleSessionId the remote console's id for the session
 * @param authentication the authentication algorithm; empty: the BMC may choose
 * @param integrity the integrity algorithm; empty: the BMC may choose
 * @param confidentiality the confidentiality algorithm; empty: the BMC may choose
 */
public record OpenSessionRequest(
    int tag,
    int privilege,
    int consoleSessionId,
    OptionalInt authentication,
    OptionalInt integrity,
    OptionalInt confidentiality) {
  private static final int LENGTH = 32;
  private static final int ALGORITHM_LENGTH = 8;

  /** Reads the payload; empty if it is truncated or the algorithm payloads are out of order. */
  public static Optional<OpenSessionRequest> parse(ByteBuffer in) {
    if (in.remaining() < LENGTH) {
      return Optional.empty();
    }
    int start = in.position();
    for (int kind = 0; kind < 3; kind++) {
      if (in.get(start + ALGORITHM_LENGTH * (kind + 1)) != kind) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new OpenSessionRequest(
            in.get(start) & 0xff,
            in.get(start + 1) & 0x0f,
            in.getInt(start + 4),
            algorithm(in, start + 8),
            algorithm(in, start + 16),
            algorithm(in, start + 24)));
  }

  /**
   * Type, reserved(2), length, algorithm, reserved(3); the length 0 leaves the choice to the BMC.
   */
  private static OptionalInt algorithm(ByteBuffer in, int at) {
    return in.get(at + 3) == 0 ? OptionalInt.empty() : OptionalInt.of(in.get(at + 4) & 0x3f);
  }

  /** What the BMC makes of the proposed algorithms. */
  public sealed interface Choice {
    /** A suite that matches. */
    record Suite(CipherSuite suite) implements Choice {}

    /** None does. */
    record Refusal(StatusCode status) implements Choice {}
  }

  /** The strongest suite that matches, or why there is none. */
  public Choice choose() {
    CipherSuite[] suites = CipherSuite.values();
    boolean authenticationKnown = false;
    boolean integrityKnown = false;
    boolean confidentialityKnown = false;
    for (int i = suites.length - 1; i >= 0; i--) {
      CipherSuite suite = suites[i];
      boolean fits = matches(authentication, suite.authentication());
      authenticationKnown |= fits;
      boolean integrityFits = matches(integrity, suite.integrity());
      integrityKnown |= integrityFits;
      boolean confidentialityFits = matches(confidentiality, suite.confidentiality());
      confidentialityKnown |= confidentialityFits;
      if (fits && integrityFits && confidentialityFits) {
        return new Choice.Suite(suite);
      }
    }
    if (!authenticationKnown) {
      return new Choice.Refusal(StatusCode.INVALID_AUTHENTICATION_ALGORITHM);
    }
    if (!integrityKnown) {
      return new Choice.Refusal(StatusCode.INVALID_INTEGRITY_ALGORITHM);
    }
    return new Choice.Refusal(
        confidentialityKnown
            ? StatusCode.NO_CIPHER_SUITE_MATCH
            : StatusCode.INVALID_CONFIDENTIALITY_ALGORITHM);
  }

  private static boolean matches(OptionalInt wanted, int offered) {
    return wanted.isEmpty() || wanted.getAsInt() == offered;
  }
}
