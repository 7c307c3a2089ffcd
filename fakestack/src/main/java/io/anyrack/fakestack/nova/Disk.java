package io.anyrack.fakestack.nova;

import io.anyrack.fakestack.cinder.Volume;
import java.util.Optional;

/**
 * A block device of a server.
 *
 * @param source {@code image}, {@code volume}, {@code blank}
 * @param volume if it is one
 * @param imageId what it was made from, empty if nothing
 * @param deleteOnTermination whether a volume goes with its server
 */
record Disk(
    String source,
    Optional<Volume> volume,
    String imageId,
    int bootIndex,
    String deviceType,
    String bus,
    String device,
    boolean deleteOnTermination) {
  Medium medium() {
    return volume
        .map(each -> new Medium("volume", each.id(), deviceType, bus, bootIndex))
        .orElseGet(() -> new Medium(source, imageId, deviceType, bus, bootIndex));
  }

  Disk withImage(String id) {
    return new Disk(source, volume, id, bootIndex, deviceType, bus, device, deleteOnTermination);
  }

  Disk deletedOnTermination(boolean value) {
    return new Disk(source, volume, imageId, bootIndex, deviceType, bus, device, value);
  }
}
