package io.anyrack.openstack.keystone;

import java.util.List;
import java.util.Optional;

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

  /**
   * The URL of a service.
   *
   * @param types what it may be called, the best name first
   * @param region empty: any
   * @param face which URL
   */
  public Optional<String> url(List<String> types, Optional<String> region, String face) {
    return types.stream()
        .flatMap(type -> entries.stream().filter(entry -> entry.type().equals(type)))
        .filter(entry -> entry.face().equals(face))
        .filter(entry -> region.isEmpty() || entry.region().equals(region.get()))
        .map(Entry::url)
        .findFirst();
  }

  /** The regions in which a service has such a URL, in the catalogue's order. */
  public List<String> regions(List<String> types, String face) {
    return entries.stream()
        .filter(entry -> types.contains(entry.type()) && entry.face().equals(face))
        .map(Entry::region)
        .distinct()
        .toList();
  }

  /** The regions, in the catalogue's order. */
  public List<String> regions() {
    return entries.stream().map(Entry::region).distinct().toList();
  }
}
