package io.anyrack.cli.command;

import java.io.ByteArrayOutputStream;

/**
 * Finds {@code ~.} (leave), {@code ~B} (break) and {@code ~~} (a tilde) at the start of a line in
 * what is typed, as ssh and ipmitool do. Used by one thread.
 */
final class EscapeKeys {
  private boolean lineStart = true;
  private boolean tilde;

  /**
   * What to do with what was typed.
   *
   * @param octets to be sent
   * @param sendBreak whether a break is to be sent after them
   * @param leave whether the user leaves
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, compared by nobody
  record Typed(byte[] octets, boolean sendBreak, boolean leave) {}

  Typed filter(byte[] keys) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    boolean sendBreak = false;
    for (byte key : keys) {
      if (tilde) {
        tilde = false;
        switch (key) {
          case '.' -> {
            return new Typed(octets.toByteArray(), sendBreak, true);
          }
          case 'B' -> {
            sendBreak = true;
            continue;
          }
          case '~' -> {}
          default -> octets.write('~');
        }
      } else if (lineStart && key == '~') {
        tilde = true;
        continue;
      }
      octets.write(key);
      lineStart = key == '\r' || key == '\n';
    }
    return new Typed(octets.toByteArray(), sendBreak, false);
  }
}
