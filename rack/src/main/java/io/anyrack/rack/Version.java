package io.anyrack.rack;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Anyrack this is: the same for people, for Redfish and for IPMI. */
public final class Version {
  /** In full. */
  public static final String TEXT = "0.1.0";

  private static final Pattern PARTS = Pattern.compile("(\\d+)\\.(\\d+)\\..+");

  private Version() {}

  /** Its first number. */
  public static int major() {
    return part(1);
  }

  /** Its second number. */
  public static int minor() {
    return part(2);
  }

  private static int part(int group) {
    Matcher parts = PARTS.matcher(TEXT);
    if (!parts.matches()) {
      throw new IllegalStateException(TEXT + " is no version");
    }
    return Integer.parseInt(parts.group(group));
  }
}
