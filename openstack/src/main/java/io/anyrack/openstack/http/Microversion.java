package io.anyrack.openstack.http;

/**
 * A version of an API within its major version, such as 2.87.
 *
 * @param major before the dot
 * @param minor behind it
 */
public record Microversion(int major, int minor) implements Comparable<Microversion> {

  /**
   * Reads {@code 2.87}.
   *
   * @throws IllegalArgumentException if {@code text} is anything else
   */
  public static Microversion parse(String text) {
    if (!text.matches("[0-9]{1,4}\\.[0-9]{1,4}")) {
      throw new IllegalArgumentException("not a microversion such as 2.87: " + text);
    }
    int dot = text.indexOf('.');
    return new Microversion(
        Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
  }

  /** Whether this one has what came with {@code other}. */
  public boolean atLeast(Microversion other) {
    return compareTo(other) >= 0;
  }

  /** The smaller of the two. */
  public Microversion min(Microversion other) {
    return atLeast(other) ? other : this;
  }

  @Override
  public int compareTo(Microversion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
