package io.anyrack.openstack.nova;

import io.anyrack.openstack.http.Fields;
import java.util.Optional;

/**
 * A volume on a server.
 *
 * @param volume the volume's id
 * @param device such as {@code /dev/vdb}
 * @param deleteOnTermination whether it goes with the server; empty: the cloud does not say (before
 *     2.79)
 */
public record VolumeAttachment(
    String volume, String device, Optional<Boolean> deleteOnTermination) {
  static VolumeAttachment read(Fields attachment) {
    return new VolumeAttachment(
        attachment.text("volumeId"),
        attachment.text("device"),
        attachment.has("delete_on_termination")
            ? Optional.of(attachment.flag("delete_on_termination", false))
            : Optional.empty());
  }
}
