package io.anyrack.redfish.account;

import java.time.Instant;

/**
 * A login that lasts.
 *
 * @param id part of its URI; not secret
 * @param identity who logged in
 * @param peer from which address
 * @param created when
 */
public record Session(String id, Identity identity, String peer, Instant created) {
  /** The same session of somebody whose role may have changed. */
  Session of(Identity now) {
    return new Session(id, now, peer, created);
  }
}
