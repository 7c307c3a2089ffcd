package io.anyrack.openstack.doctor;

import io.anyrack.openstack.glance.Glance;
import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.glance.ImageRequest;
import io.anyrack.openstack.http.ApiException;
import java.util.List;
import java.util.Map;

/** What images may say about the machines made from them. */
final class ImageCheck {
  /** What boot media say. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "hw_rescue_device", "cdrom",
          "hw_rescue_bus", "ide",
          "hw_firmware_type", "uefi",
          "hw_machine_type", "q35",
          "os_shutdown_timeout", "0");

  private final Glance glance;
  private final Notes notes;
  private final Trials trials;

  ImageCheck(Glance glance, Notes notes, Trials trials) {
    this.glance = glance;
    this.notes = notes;
    this.trials = trials;
  }

  /** Makes images without content, with all that boot media need to say. */
  void properties() {
    if (made("iso", PROPERTIES, "image properties")) {
      notes.fine(
          "image properties",
          "can be set",
          "boot media: rescue as a CD-ROM, UEFI, power-off in 2 s instead of a minute");
    }
    if (made("raw", Map.of(), "image formats")) {
      notes.fine("image formats", "iso, raw", "boot media as CD-ROM and as disk");
    }
  }

  private boolean made(String format, Map<String, String> properties, String subject) {
    try {
      Image image =
          glance.create(new ImageRequest(Trials.TAG, format, List.of(Trials.TAG), properties));
      trials.made("image " + image.id(), () -> glance.delete(image.id()));
      return true;
    } catch (ApiException e) {
      notes.problem(
          subject,
          "refused: " + e.refusal().says(),
          "boot media cannot be made here as they must be; nodes would not boot from the network");
      return false;
    }
  }
}
