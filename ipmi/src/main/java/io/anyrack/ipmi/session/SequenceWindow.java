package io.anyrack.ipmi.session;

/**
 * Which session sequence numbers were seen (IPMI 2.0 §6.12.13): a number is accepted once, and only
 * if it is newer than the newest or at most 15 behind it. The standard also drops what is more than
 * 16 ahead; since each packet is authenticated, that would only end sessions on lossy networks.
 */
final class SequenceWindow {
  private static final int BEHIND = 16;

  private int newest;
  private int seen;
  private boolean started;

  /** Whether an authentic packet with this number is to be taken; if so, never again. */
  boolean accept(int sequence) {
    if (sequence == 0) {
      return false;
    }
    int ahead = started ? sequence - newest : 1;
    if (ahead > 0) {
      seen = ahead < BEHIND ? seen << ahead | 1 : 1;
      newest = sequence;
      started = true;
      return true;
    }
    int age = -ahead;
    if (age < 0 || age >= BEHIND || (seen >> age & 1) != 0) {
      return false;
    }
    seen |= 1 << age;
    return true;
  }
}
