package io.anyrack.fakestack.glance;

import io.anyrack.fakestack.world.Json;
import tools.jackson.databind.node.ObjectNode;

/** An image: its document, and its content once that is there. */
public final class Image {
  private final ObjectNode document;
  private volatile byte[] content = new byte[0];

  Image(ObjectNode document) {
    this.document = document;
  }

  ObjectNode document() {
    return document;
  }

  /** Glance's identifier. */
  public String id() {
    return Json.text(document, "id");
  }

  /** A property or attribute, empty if it has none of that name. */
  public String property(String name) {
    return Json.text(document, name);
  }

  /** Whether it can be used. */
  public boolean active() {
    return property("status").equals("active");
  }

  /** What was uploaded. */
  public byte[] content() {
    return content.clone();
  }

  void put(byte[] bytes) {
    content = bytes;
  }
}
