package io.anyrack.cli.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Starts and stops the service on its server. */
final class Supervisor {
  /** Systems that are just made, on busy hosts, take minutes for what takes others a second. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final int LOG_LINES = 15;

  private final Ssh ssh;
  private final RemoteSystem system;
  private final String rack;

  /** The service of {@code rack}. */
  Supervisor(Ssh ssh, RemoteSystem system, String rack) {
    this.ssh = ssh;
    this.system = system;
    this.rack = rack;
  }

  /**
   * The unit (systemd.unit(5)).
   *
   * @param program the launcher
   * @param addresses a script that root runs before each start; empty: none
   */
  String unit(String program, Optional<String> addresses) {
    return """
    # Made by Anyrack: it writes this file again when it brings the rack up.
    [Unit]
    Description=BMCs of the rack %1$s
    Wants=network-online.target
    After=network-online.target

    [Service]
    User=%2$s
    UMask=0077
    Environment=XDG_STATE_HOME=%3$s
    %4$sExecStart=%5$s service --foreground --rack %1$s
    Restart=always
    RestartSec=2
    AmbientCapabilities=CAP_NET_BIND_SERVICE
    CapabilityBoundingSet=CAP_NET_BIND_SERVICE
    NoNewPrivileges=yes
    ProtectSystem=full
    PrivateTmp=yes

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(
            rack,
            ssh.target().user(),
            system.states(),
            addresses.map(script -> "ExecStartPre=+/bin/sh " + script + "\n").orElse(""),
            program);
  }

  /**
   * Makes it run.
   *
   * @param program the launcher
   * @param addresses a script that root runs before each start; empty: none
   * @param changed whether what it reads at its start has changed
   */
  void run(String program, Optional<String> addresses, boolean changed) {
    if (system.hasUnits()) {
      runUnit(unit(program, addresses), changed);
    } else {
      runAlone(program, addresses, changed);
    }
  }

  private String unitName() {
    return "anyrack-" + rack + ".service";
  }

  private void runUnit(String unit, boolean changed) {
    String root = system.asRoot();
    String script =
        """
        set -e
        file=/etc/systemd/system/%1$s
        cat >"$HOME/.anyrack-unit"
        if ! cmp -s "$HOME/.anyrack-unit" "$file"; then
          %2$sinstall -m 644 "$HOME/.anyrack-unit" "$file"
          %2$ssystemctl daemon-reload
          changed=yes
        fi
        rm -f "$HOME/.anyrack-unit"
        %2$ssystemctl -q enable %1$s
        if [ "${changed:-%3$s}" = yes ]; then
          %2$ssystemctl restart %1$s
        else
          %2$ssystemctl start %1$s
        fi
        """
            .formatted(unitName(), root, changed ? "yes" : "no");
    ssh.expect(
        "starting the service",
        script,
        out -> out.write(unit.getBytes(StandardCharsets.UTF_8)),
        LIMIT);
  }

  private void runAlone(String program, Optional<String> addresses, boolean changed) {
    String script =
        """
        set -e
        state=%1$s
        alive() { pid=$(cat "$state/service.pid" 2>/dev/null) && kill -0 "$pid" 2>/dev/null; }
        if [ %2$s = yes ] && alive; then
          kill "$pid"
          tries=0
          while alive; do
            tries=$((tries + 1))
            [ $tries -lt 300 ] || { echo "the old service does not end" >&2; exit 1; }
            sleep 0.1
          done
        fi
        alive && exit 0
        %3$s
        umask 077
        mkdir -p "$state"
        export XDG_STATE_HOME=%4$s
        setsid nohup %5$s service --foreground --rack %6$s >"$state/service.log" 2>&1 </dev/null &
        """
            .formatted(
                ShellWords.quote(system.state(rack)),
                changed ? "yes" : "no",
                addresses
                    .filter(_ -> system.mayBeRoot())
                    .map(file -> system.asRoot() + "/bin/sh " + ShellWords.quote(file))
                    .orElse(":"),
                ShellWords.quote(system.states()),
                ShellWords.quote(program),
                ShellWords.quote(rack));
    ssh.expect("starting the service", script, Ssh.Input.NONE, LIMIT);
  }

  /** Why it does not run, for people; empty: it does, as far as can be seen. */
  Optional<String> fault() {
    String state = ShellWords.quote(system.state(rack));
    String script =
        system.hasUnits()
            ? """
            systemctl is-active -q %1$s && exit 0
            [ "$(systemctl show -p ActiveState --value %1$s)" = activating ] &&
              [ "$(systemctl show -p NRestarts --value %1$s)" -lt 3 ] && exit 0
            %2$sjournalctl -q -o cat -n %3$d -u %1$s
            exit 1
            """
                .formatted(unitName(), system.asRoot(), LOG_LINES)
            : """
            pid=$(cat %1$s/service.pid 2>/dev/null) && kill -0 "$pid" 2>/dev/null && exit 0
            [ -s %1$s/service.log ] || exit 0
            tail -n %2$d %1$s/service.log
            exit 1
            """
                .formatted(state, LOG_LINES);
    return switch (ssh.run(script, Ssh.Input.NONE, LIMIT)) {
      case Ssh.Outcome.Ended(int exit, String output, _) when exit == 1 ->
          Optional.of(output.strip());
      case Ssh.Outcome.WrongHost(String why) -> throw ssh.wrongHost(why);
      default -> Optional.empty();
    };
  }

  /** Stops it for good and removes what the system knows of it. */
  void remove() {
    String script =
        system.hasUnits()
            ? """
            %2$ssystemctl -q disable --now %1$s 2>/dev/null
            %2$srm -f /etc/systemd/system/%1$s
            %2$ssystemctl daemon-reload
            """
                .formatted(unitName(), system.asRoot())
            : """
            pid=$(cat %1$s/service.pid 2>/dev/null) && kill "$pid" 2>/dev/null || exit 0
            looks=0
            while kill -0 "$pid" 2>/dev/null && [ "$looks" -lt 100 ]; do
              looks=$((looks + 1))
              sleep 0.1
            done
            """
                .formatted(ShellWords.quote(system.state(rack)));
    ssh.expect("stopping the service", script, Ssh.Input.NONE, LIMIT);
  }
}
