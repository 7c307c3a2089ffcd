package io.anyrack.openstack.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Optional;

/**
 * Makes a stream of what is only told as "the last lines": finds what is new in each answer. A line
 * that comes again and again may be taken for one that was there already. What was heard on the
 * serial line itself counts as told, too. Not thread-safe.
 */
final class ConsoleText {
  /** How much of what was told is compared with, in characters. */
  private static final int COMPARED = 64 * 1024;

  /** By how much of its end what was heard is sought in an answer, in characters. */
  private static final int[] TAILS = {256, 64, 16};

  private String told = "";

  /** Whether some of it was heard: an answer may begin, or end, in the middle of it. */
  private boolean heard;

  private final CharsetDecoder decoder =
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** The beginning of a character whose rest has not come yet. */
  private byte[] begun = new byte[0];

  /**
   * What {@code answer} has that no answer before it had; empty if nothing. An answer that has
   * nothing in common with the one before is all new: the machine started again, or wrote more than
   * an answer holds.
   */
  Optional<String> more(String answer) {
    Optional<String> fresh = fresh(answer);
    if (!heard || fresh.isPresent()) {
      told = answer.substring(Math.max(0, answer.length() - COMPARED));
      heard = false;
    }
    return fresh;
  }

  /** The same, which is asked again. */
  Optional<String> fresh(String answer) {
    return Optional.of(answer.substring(known(answer))).filter(text -> !text.isEmpty());
  }

  /** How much of the beginning of an answer was told. */
  private int known(String answer) {
    if (heard) {
      if (told.contains(answer)) {
        return answer.length();
      }
      for (int length : TAILS) {
        String tail = told.substring(Math.max(0, told.length() - length));
        int at = answer.lastIndexOf(tail);
        if (at >= 0 && !tail.isEmpty()) {
          return at + tail.length();
        }
      }
    }
    return overlap(told, answer);
  }

  /** Octets came over the line. Nova leaves control characters out of its answers. */
  void hear(byte[] octets) {
    String text = told + text(octets);
    told = text.substring(Math.max(0, text.length() - COMPARED));
    heard = true;
  }

  /**
   * How many octets at the beginning of what comes over a line were told already: the log was asked
   * while it began to come.
   */
  int known(byte[] octets) {
    String shown = shown(new String(octets, UTF_8));
    int known = overlap(told, shown);
    int end = 0;
    for (int passed = 0; end < octets.length && passed < known; end++) {
      boolean begins = (octets[end] & 0xC0) != 0x80; // UTF-8: else it goes on with a character
      boolean left = octets[end] >= 0 && shown(String.valueOf((char) octets[end])).isEmpty();
      if (begins && !left) {
        passed++;
      }
    }
    while (end > 0 && end < octets.length && (octets[end] & 0xC0) == 0x80) {
      end++;
    }
    return end;
  }

  private String text(byte[] octets) {
    byte[] all = Arrays.copyOf(begun, begun.length + octets.length);
    System.arraycopy(octets, 0, all, begun.length, octets.length);
    ByteBuffer in = ByteBuffer.wrap(all);
    CharBuffer out = CharBuffer.allocate(all.length);
    decoder.reset().decode(in, out, false);
    begun = Arrays.copyOfRange(all, in.position(), all.length);
    return shown(out.flip().toString());
  }

  private static String shown(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B-\\x1F]", "");
  }

  /** How long the longest end of {@code before} is that {@code after} begins with. */
  private static int overlap(String before, String after) {
    // The prefix function of Knuth, Morris and Pratt over what is sought, run over the text.
    String sought = after.substring(0, Math.min(after.length(), COMPARED));
    int[] fallback = new int[sought.length()];
    for (int i = 1, k = 0; i < sought.length(); i++) {
      k = step(sought, fallback, k, sought.charAt(i));
      fallback[i] = k;
    }
    int matched = 0;
    for (int i = 0; i < before.length() && !sought.isEmpty(); i++) {
      if (matched == sought.length()) {
        matched = fallback[matched - 1];
      }
      matched = step(sought, fallback, matched, before.charAt(i));
    }
    return matched;
  }

  private static int step(String sought, int[] fallback, int matched, char next) {
    int k = matched;
    while (k > 0 && sought.charAt(k) != next) {
      k = fallback[k - 1];
    }
    return sought.charAt(k) == next ? k + 1 : k;
  }
}
