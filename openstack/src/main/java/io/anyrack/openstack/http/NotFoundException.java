package io.anyrack.openstack.http;

/** There is no such thing (404). */
public final class NotFoundException extends ApiException {
  private static final long serialVersionUID = 1;

  /** A refusal. */
  public NotFoundException(Refusal refusal) {
    super(refusal);
  }
}
