package io.anyrack.openstack.http;

/** This user may not do that (403). */
public final class ForbiddenException extends ApiException {
  private static final long serialVersionUID = 1;

  /** A refusal. */
  public ForbiddenException(Refusal refusal) {
    super(refusal);
  }
}
