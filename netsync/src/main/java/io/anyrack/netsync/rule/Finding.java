package io.anyrack.netsync.rule;

/**
 * Something that keeps ports from being as the sources say.
 *
 * @param node whose port; empty: no single one
 * @param text what is wrong, and what to do
 */
public record Finding(String node, String text) {
  @Override
  public String toString() {
    return node.isEmpty() ? text : node + ": " + text;
  }
}
