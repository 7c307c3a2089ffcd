package io.anyrack.openstack.http;

/** It is not possible in the present state, or exists already (409). */
public final class ConflictException extends ApiException {
  private static final long serialVersionUID = 1;

  /** A refusal. */
  public ConflictException(Refusal refusal) {
    super(refusal);
  }
}
