package io.anyrack.redfish;

import io.anyrack.redfish.account.BmcResets;
import io.anyrack.redfish.http.ChangeLocks;
import io.anyrack.redfish.media.ImageShelf;

/**
 * What the services of one rack have in common, since they serve the same nodes.
 *
 * @param images keeps those that clients send
 * @param locks keep changes of one resource apart
 * @param resets tells them when a BMC is reset
 */
public record Common(ImageShelf images, ChangeLocks locks, BmcResets resets) {
  /** Of a rack with that place for images. */
  public Common(ImageShelf images) {
    this(images, new ChangeLocks(), new BmcResets());
  }
}
