package io.anyrack.cli.remote;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Waits until a server that has just been made lets us in, and learns its host key meanwhile. */
final class Door {
  private static final Duration ONE_TRY = Duration.ofSeconds(30);

  private final Ssh ssh;
  private final HostKeys keys;
  private final Limits limits;

  /**
   * How long is waited.
   *
   * @param open until the server lets us in
   * @param keys of that, until its console shows its host keys; then whoever answers first is
   *     believed
   * @param again between two tries
   */
  record Limits(Duration open, Duration keys, Duration again) {
    static final Limits USUAL =
        new Limits(Duration.ofMinutes(6), Duration.ofSeconds(60), Duration.ofSeconds(1));
  }

  /** How the host key was learned. */
  enum Learned {
    /** It was known before. */
    BEFORE,
    /** The server's console showed it. */
    CONSOLE,
    /** From whoever answered first. */
    FIRST_CONTACT
  }

  Door(Ssh ssh, HostKeys keys, Limits limits) {
    this.ssh = ssh;
    this.keys = keys;
    this.limits = limits;
  }

  /**
   * Returns when a command has run there.
   *
   * @param console what the server's console shows; empty: nothing, or it cannot be had
   * @throws RemoteException if the server does not let us in in time, or another one answers
   */
  Learned await(Supplier<String> console) {
    String alias = ssh.target().alias();
    long begin = System.nanoTime();
    Learned learned = keys.knows(alias) ? Learned.BEFORE : Learned.FIRST_CONTACT;
    boolean waitForKeys = learned == Learned.FIRST_CONTACT;
    String why = "";
    while (System.nanoTime() - begin < limits.open().toNanos()) {
      if (waitForKeys) {
        List<String> printed = HostKeys.printed(console.get());
        if (!printed.isEmpty()) {
          keys.keep(alias, printed);
          learned = Learned.CONSOLE;
          waitForKeys = false;
        } else {
          waitForKeys = System.nanoTime() - begin < limits.keys().toNanos();
        }
      }
      if (!waitForKeys) {
        switch (ssh.run("exit 0", Ssh.Input.NONE, ONE_TRY)) {
          case Ssh.Outcome.Ended _ -> {
            return learned;
          }
          case Ssh.Outcome.WrongHost(String problem) -> throw ssh.wrongHost(problem);
          case Ssh.Outcome.Unreachable(String problem) -> why = problem;
        }
      }
      pause();
    }
    throw new RemoteException(
        "%s@%s does not let us in after %d s: %s; the rack file's user, keypair, floating-ip and security-groups decide that"
            .formatted(
                ssh.target().user(), ssh.target().address(), limits.open().toSeconds(), why));
  }

  private void pause() {
    try {
      Thread.sleep(limits.again());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteException("interrupted while a server is waited for", e);
    }
  }
}
