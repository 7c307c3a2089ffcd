package io.anyrack.openstack.image;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is in a CD drive: an image of the cloud.
 *
 * @param image the image's id
 * @param octets its size
 */
public record Disc(String image, long octets) {
  private static final String SCHEME = "image";
  private static final Pattern PATH = Pattern.compile("/([0-9a-fA-F-]{1,64})/([0-9]{1,18})/.*");

  /**
   * How a service is told of an image that somebody else has put into the project for it.
   *
   * @param name what is on it, for people
   */
  public URI uri(String name) {
    try {
      return new URI(SCHEME, "", "/" + image + "/" + octets + "/" + name, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The disc of such a URI; empty: it is another kind. */
  static Optional<Disc> of(URI uri) {
    Matcher path = PATH.matcher(uri.getPath() == null ? "" : uri.getPath());
    return SCHEME.equals(uri.getScheme()) && path.matches()
        ? Optional.of(new Disc(path.group(1), Long.parseLong(path.group(2))))
        : Optional.empty();
  }
}
