package io.anyrack.bench;

/** Does nothing: what is left is the start and the end of the JVM. */
final class EmptyProgram {
  private EmptyProgram() {}

  /** Returns. */
  public static void main(String[] arguments) {}
}
