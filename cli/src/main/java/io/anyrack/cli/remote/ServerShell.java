package io.anyrack.cli.remote;

import java.time.Duration;
import java.util.List;

/** The shell of a server of a rack, over SSH. Thread-safe. */
public final class ServerShell {
  private final Ssh ssh;

  ServerShell(Ssh ssh) {
    this.ssh = ssh;
  }

  /** Where the server is reached. */
  public String address() {
    return ssh.target().address();
  }

  /**
   * The output of a script of the POSIX shell.
   *
   * @param what is done by it, for the message if it fails
   * @throws RemoteException if it fails, or the server cannot be reached
   */
  public String run(String what, String script, Duration limit) {
    return ssh.expect(what, script, Ssh.Input.NONE, limit);
  }

  /** Starts a command there whose streams are the process's. */
  public Process start(String command) {
    return ssh.start(List.of(), command);
  }

  /** A word that means itself to the shell there. */
  public static String quote(String word) {
    return ShellWords.quote(word);
  }
}
