package io.anyrack.cli.remote;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a server is like that is to run the service.
 *
 * @param architecture as {@code uname -m} says
 * @param home of the user who logs in
 * @param rights how that user becomes root
 * @param systemd whether it is what starts services there
 */
record RemoteSystem(String architecture, String home, Rights rights, boolean systemd) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String QUESTIONS =
      """
      echo "arch=$(uname -m)"
      echo "home=$HOME"
      if [ "$(id -u)" = 0 ]; then echo rights=root
      elif sudo -n true 2>/dev/null; then echo rights=sudo
      else echo rights=none; fi
      if [ -d /run/systemd/system ]; then echo systemd=yes; fi
      command -v tar >/dev/null && echo tar=yes
      """;

  /** How a user becomes root. */
  enum Rights {
    /** Is it already. */
    ROOT,
    /** By sudo, without a password. */
    SUDO,
    /** Not at all. */
    NONE
  }

  /**
   * Asks the server.
   *
   * @throws RemoteException if it cannot run the service
   */
  static RemoteSystem ask(Ssh ssh, String ownArchitecture) {
    Map<String, String> answers =
        ssh.expect("looking around", QUESTIONS, Ssh.Input.NONE, LIMIT)
            .lines()
            .map(line -> line.split("=", 2))
            .filter(parts -> parts.length == 2)
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (_, last) -> last));
    RemoteSystem system =
        new RemoteSystem(
            answers.getOrDefault("arch", ""),
            answers.getOrDefault("home", ""),
            Rights.valueOf(answers.getOrDefault("rights", "none").toUpperCase(Locale.ROOT)),
            answers.containsKey("systemd"));
    String address = ssh.target().address();
    if (!system.home().startsWith("/")) {
      throw new RemoteException(
          "%s on %s has no home directory; log in as another user"
              .formatted(ssh.target().user(), address));
    }
    if (!answers.containsKey("tar")) {
      throw new RemoteException("there is no tar on " + address + "; take an image that has it");
    }
    if (!sameArchitecture(system.architecture(), ownArchitecture)) {
      throw new RemoteException(
          "%s is a machine of the kind %s and this one of %s: the Java runtime carried there would"
                  .formatted(address, system.architecture(), ownArchitecture)
              + " not run; choose an image and a flavor of this machine's kind");
    }
    return system;
  }

  /** Java and Linux call the same kind of machine by different names. */
  private static boolean sameArchitecture(String linux, String java) {
    return linux.equals(java)
        || (linux.equals("x86_64") && java.equals("amd64"))
        || (linux.equals("arm64") && java.equals("aarch64"));
  }

  boolean mayBeRoot() {
    return rights != Rights.NONE;
  }

  /** What goes before a command that needs root. */
  String asRoot() {
    return rights == Rights.SUDO ? "sudo -n " : "";
  }

  /** Where the program goes: a place of the system only where the system starts it, too. */
  String programs() {
    return hasUnits() ? "/opt/anyrack" : home + "/.local/share/anyrack";
  }

  /** Where racks keep their state, as on any machine. */
  String states() {
    return home + "/.local/state";
  }

  /** The state directory of a rack. */
  String state(String rack) {
    return states() + "/anyrack/" + rack;
  }

  /** Whether the service can be a unit of the system. */
  boolean hasUnits() {
    return systemd && mayBeRoot();
  }

  /** What the user should know; empty: nothing. */
  Optional<String> warning(String address) {
    return hasUnits()
        ? Optional.empty()
        : Optional.of(
            "the service on %s is no unit of the system (%s): after a restart of that server say `anyrack up` again"
                .formatted(
                    address, systemd ? "the user there may not become root" : "no systemd there"));
  }
}
