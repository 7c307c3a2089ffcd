package io.anyrack.openstack.nova;

import io.anyrack.rack.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User-data as Nova wants it. */
final class UserData {
  private UserData() {}

  static String encode(Secret data) {
    return Base64.getEncoder().encodeToString(data.reveal().getBytes(StandardCharsets.UTF_8));
  }
}
