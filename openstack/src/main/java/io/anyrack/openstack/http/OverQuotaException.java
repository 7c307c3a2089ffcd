package io.anyrack.openstack.http;

/** The project's quota does not allow it (403 or 413, by the cloud's message; Neutron: 409). */
public final class OverQuotaException extends ApiException {
  private static final long serialVersionUID = 1;

  /** A refusal. */
  public OverQuotaException(Refusal refusal) {
    super(refusal);
  }
}
