package io.anyrack.cli.remote;

import java.time.Duration;

/** The shell of a server of a rack. Thread-safe. */
public interface ServerShell {
  /** Where the server is reached. */
  String address();

  /**
   * The output of a script of the POSIX shell.
   *
   * @param what is done by it, for the message if it fails
   * @throws RemoteException if it fails, or the server cannot be reached
   */
  String run(String what, String script, Duration limit);

  /** Starts a command there whose streams are the process's. */
  Process start(String command);

  /** A word that means itself to the shell there. */
  static String quote(String word) {
    return ShellWords.quote(word);
  }
}
