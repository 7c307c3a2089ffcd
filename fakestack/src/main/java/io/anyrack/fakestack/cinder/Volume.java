package io.anyrack.fakestack.cinder;

import io.anyrack.fakestack.glance.Glance;
import io.anyrack.fakestack.glance.Image;
import io.anyrack.fakestack.world.Json;
import tools.jackson.databind.node.ObjectNode;

/** A volume, as Cinder shows it and as Nova uses it. */
public final class Volume {
  private final ObjectNode document;
  private final String project;
  private String imageId;

  Volume(ObjectNode document, String project, String imageId) {
    this.document = document;
    this.project = project;
    this.imageId = imageId;
  }

  ObjectNode document() {
    return document;
  }

  String project() {
    return project;
  }

  /** Cinder's identifier. */
  public String id() {
    return Json.text(document, "id");
  }

  /** creating, available, reserved, attaching, in-use, detaching, deleting, error… */
  public String status() {
    return Json.text(document, "status");
  }

  /** Changes the status. */
  public void status(String status) {
    document.put("status", status);
  }

  /** In gigabytes. */
  public int size() {
    return document.path("size").asInt(0);
  }

  /** The image it was made from, or last written with; empty for a blank volume. */
  public String imageId() {
    return imageId;
  }

  /** A rebuild has written an image onto it. */
  public void written(Image image, Glance glance) {
    imageId = image.id();
    document.set("volume_image_metadata", imageMetadata(image, glance));
  }

  static ObjectNode imageMetadata(Image image, Glance glance) {
    ObjectNode metadata =
        Json.object().put("image_id", image.id()).put("image_name", image.property("name"));
    for (String name : glance.properties(image)) {
      metadata.put(name, image.property(name));
    }
    return metadata;
  }

  /** A property of the image it was made from, empty if there is none. */
  public String imageProperty(String name) {
    return Json.text(document.path("volume_image_metadata"), name);
  }

  /** Whether a server may boot from it. */
  public boolean bootable() {
    return Json.text(document, "bootable").equals("true");
  }

  /** Shows the server that has it. */
  public void attached(String serverId, String device) {
    document.put("status", "in-use");
    document
        .putArray("attachments")
        .addObject()
        .put("id", id())
        .put("attachment_id", id())
        .put("volume_id", id())
        .put("server_id", serverId)
        .putNull("host_name")
        .put("device", device);
  }

  /** No server has it any more. */
  public void released() {
    document.put("status", "available");
    document.putArray("attachments");
  }
}
