package io.anyrack.rack.file;

/**
 * How much a rack file may ask of its reader.
 *
 * @param bytes size of the file
 * @param depth how deep collections may be nested
 * @param aliases how often a YAML alias ({@code *name}) may be used
 * @param nodes how many nodes a rack may have
 */
public record Limits(int bytes, int depth, int aliases, int nodes) {
  /** Room for a thousand nodes written out one by one. */
  public static final Limits DEFAULT = new Limits(2 << 20, 16, 100, 1000);
}
