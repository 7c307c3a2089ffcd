package io.anyrack.openstack.http;

import io.anyrack.rack.cloud.CloudException;

/** A cloud refused a request, or did not answer it. */
public sealed class ApiException extends CloudException
    permits NotFoundException,
        ConflictException,
        ForbiddenException,
        OverQuotaException,
        UnavailableException {
  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  /** A refusal. */
  public ApiException(Refusal refusal) {
    super(refusal.sentence());
    this.refusal = refusal;
  }

  /** What was refused. */
  public Refusal refusal() {
    return refusal;
  }

  /** The answer's status; 0: there was no answer. */
  public int status() {
    return refusal.status();
  }
}
