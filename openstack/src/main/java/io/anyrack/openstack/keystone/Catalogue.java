package io.anyrack.openstack.keystone;

import java.util.List;

/**
 * The services of a cloud.
 *
 * @param entries one for each URL
 */
public record Catalogue(List<Entry> entries) {
  /** Copies the list. */
  public Catalogue {
    entries = List.copyOf(entries);
  }

  /**
   * Where a service is.
   *
   * @param type such as {@code compute}
   * @param region such as {@code RegionOne}
   * @param face {@code public}, {@code internal} or {@code admin}
   * @param url of the service
   */
  public record Entry(String type, String region, String face, String url) {}
}
