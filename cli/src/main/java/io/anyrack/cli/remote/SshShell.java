package io.anyrack.cli.remote;

import java.time.Duration;
import java.util.List;

/** A server's shell over SSH. */
record SshShell(Ssh ssh) implements ServerShell {
  @Override
  public String address() {
    return ssh.target().address();
  }

  @Override
  public String run(String what, String script, Duration limit) {
    return ssh.expect(what, script, Ssh.Input.NONE, limit);
  }

  @Override
  public Process start(String command) {
    return ssh.start(List.of(), command);
  }
}
