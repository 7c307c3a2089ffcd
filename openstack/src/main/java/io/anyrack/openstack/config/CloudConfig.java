package io.anyrack.openstack.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A cloud, and who asks it.
 *
 * @param name the entry of {@code clouds.yaml}; {@code envvars}: from {@code OS_*}
 * @param authUrl Keystone's URL, with or without {@code /v3}
 * @param identity who asks
 * @param region empty: the only one, or the first in the catalogue
 * @param face which of the catalogue's URLs are used: {@code public}, {@code internal}, {@code
 *     admin}
 * @param cacert certificates to trust in place of the system's
 * @param verify whether servers' certificates are checked
 * @param endpoints URLs by service type that replace the catalogue's
 */
public record CloudConfig(
    String name,
    URI authUrl,
    Identity identity,
    Optional<String> region,
    String face,
    Optional<Path> cacert,
    boolean verify,
    Map<String, String> endpoints) {
  /** Copies the map. */
  public CloudConfig {
    endpoints = Map.copyOf(endpoints);
  }

  /** The same cloud as somebody else. */
  public CloudConfig as(Identity other) {
    return new CloudConfig(name, authUrl, other, region, face, cacert, verify, endpoints);
  }
}
