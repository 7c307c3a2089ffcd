package io.anyrack.openstack.resource;

/**
 * Who changes a rack.
 *
 * @param user for people
 * @param host the machine
 * @param process tells one process on it from others, also from earlier ones with its number
 */
public record Holder(String user, String host, String process) {
  /** Refuses what would not survive being written down. */
  public Holder {
    for (String text : new String[] {user, host, process}) {
      if (!text.matches("[A-Za-z0-9._:-]{1,64}")) {
        throw new IllegalArgumentException("not a holder's name: " + text);
      }
    }
  }

  @Override
  public String toString() {
    return user + "@" + host + " (process " + process + ")";
  }
}
