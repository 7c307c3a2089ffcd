package io.anyrack.openstack.image;

import io.anyrack.openstack.resource.Medium;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The boot media this machine can make, each made when it is first asked for. Thread-safe. */
public final class MediaCatalogue {
  private static final int NAMED_DIGITS = 12;
  private static final int GIB = 1 << 30;

  private final BootMediaBuilder builder;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Wanted, Medium> media = new HashMap<>();
  private final Map<Medium, BootImage> images = new HashMap<>();

  private record Wanted(BootMedium kind, Optional<URI> service) {}

  /** A catalogue of what {@code builder} makes. */
  public MediaCatalogue(BootMediaBuilder builder) {
    this.builder = builder;
  }

  /** The medium of a kind whose iPXE boots what DHCP names. */
  public Medium medium(BootMedium kind) {
    return medium(kind, Optional.empty());
  }

  /**
   * The medium of a kind.
   *
   * @param service where its iPXE gets the script; empty: what DHCP names
   * @throws BootMediaException if it cannot be made here
   */
  public Medium medium(BootMedium kind, Optional<URI> service) {
    lock.lock();
    try {
      return media.computeIfAbsent(
          new Wanted(kind, service),
          wanted -> {
            BootImage image = builder.build(wanted.kind, wanted.service);
            Medium medium =
                new Medium(
                    name(kind) + image.content().substring(0, NAMED_DIGITS),
                    Math.toIntExact(Math.ceilDiv(image.size(), (long) GIB)));
            images.put(medium, image);
            return medium;
          });
    } finally {
      lock.unlock();
    }
  }

  /** What the names of media of a kind begin with. */
  static String name(BootMedium kind) {
    return "ipxe-" + kind.label() + "-";
  }

  /**
   * What is on a medium.
   *
   * @throws IllegalArgumentException if it is none of this catalogue
   */
  BootImage image(Medium medium) {
    lock.lock();
    try {
      return Optional.ofNullable(images.get(medium))
          .orElseThrow(() -> new IllegalArgumentException("not in the catalogue: " + medium));
    } finally {
      lock.unlock();
    }
  }
}
