package io.anyrack.openstack.project;

import java.net.URI;

/** Keystone's v3 from what users write as {@code auth_url}. */
final class KeystoneUrl {
  private KeystoneUrl() {}

  /** With or without {@code /v3}, or with the {@code /v2.0} of old files. */
  static URI of(URI authUrl) {
    String url = authUrl.toString().replaceFirst("/+$", "").replaceFirst("/v(2\\.0|3)$", "");
    return URI.create(url + "/v3/");
  }
}
