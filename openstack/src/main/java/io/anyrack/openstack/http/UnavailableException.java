package io.anyrack.openstack.http;

/** The cloud does not answer, or not now (no answer, 429, 5xx), also after repeated attempts. */
public final class UnavailableException extends ApiException {
  private static final long serialVersionUID = 1;

  /** A refusal. */
  public UnavailableException(Refusal refusal) {
    super(refusal);
  }
}
