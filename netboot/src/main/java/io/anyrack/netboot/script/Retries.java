package io.anyrack.netboot.script;

/**
 * How often a script tries its steps.
 *
 * @param attempts how often in all
 * @param pauseSeconds between two
 */
public record Retries(int attempts, int pauseSeconds) {
  /** Behind our own gateway, which answers or is not there. */
  public static final Retries GATEWAY = new Retries(5, 2);

  /** On a cloud's network, whose DHCP and DNS may be away for a minute after each change of it. */
  public static final Retries CLOUD = new Retries(20, 5);
}
