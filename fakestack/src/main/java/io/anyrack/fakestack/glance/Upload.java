package io.anyrack.fakestack.glance;

import io.anyrack.fakestack.http.Answer;
import io.anyrack.fakestack.http.Call;
import io.anyrack.fakestack.http.Refusal;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The upload of an image's content, chunk by chunk while other calls go on. */
final class Upload {
  private static final int CHUNK = 64 * 1024;

  private final World world;

  Upload(World world) {
    this.world = world;
  }

  Answer run(Call call, Image image) {
    if (!call.header("content-type").equals("application/octet-stream")) {
      throw Refusal.page(
          415,
          "Unsupported Media Type",
          "The request media type "
              + call.header("content-type")
              + " is not supported by this server.");
    }
    world.locked(() -> begin(image));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try {
      byte[] chunk = new byte[CHUNK];
      for (int count = call.content().read(chunk); count >= 0; count = call.content().read(chunk)) {
        content.write(chunk, 0, count);
        if (content.size() > world.settings().quota().of(Quota.Limit.IMAGE_BYTES)) {
          world.locked(() -> status(image, "queued"));
          throw Refusal.page(
              413,
              "Request Entity Too Large",
              "Image exceeds the storage quota: The size of the data %d will exceed the limit."
                  .formatted(content.size()));
        }
      }
    } catch (IOException e) {
      world.locked(() -> status(image, "queued"));
      throw Refusal.page(400, "Bad Request", "The client closed the connection during the upload.");
    }
    return world.locked(() -> finish(image, content.toByteArray()));
  }

  private static Image begin(Image image) {
    if (!image.property("status").equals("queued")) {
      throw Refusal.page(
          409,
          "Conflict",
          "Image status transition from %s to saving is not allowed"
              .formatted(image.property("status")));
    }
    return status(image, "saving");
  }

  private static Image status(Image image, String status) {
    image.document().put("status", status);
    return image;
  }

  private Answer finish(Image image, byte[] content) {
    image.put(content);
    image
        .document()
        .put("status", "active")
        .put("size", content.length)
        .put("virtual_size", content.length)
        .put("checksum", hash("MD5", content))
        .put("os_hash_algo", "sha512")
        .put("os_hash_value", hash("SHA-512", content))
        .put("updated_at", world.timestamp());
    return Answer.empty(204);
  }

  /** MD5 is what Glance shows as {@code checksum}; nobody relies on it. */
  private static String hash(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
