package io.anyrack.cli.sync;

import java.util.List;
import java.util.stream.Collectors;

/** A systemd unit that keeps sync running (systemd.service(5)). */
public final class SyncUnit {
  private SyncUnit() {}

  /**
   * Its text.
   *
   * @param rack the rack's name
   * @param command the program and its arguments
   * @param environment variables that the command needs, {@code NAME=VALUE}
   */
  public static String text(String rack, List<String> command, List<String> environment) {
    return """
    [Unit]
    Description=Address sync of the rack %s
    Wants=network-online.target
    After=network-online.target

    [Service]
    %sExecStart=%s
    Restart=always
    RestartSec=5
    UMask=0077
    NoNewPrivileges=yes
    ProtectSystem=full
    PrivateTmp=yes
    CapabilityBoundingSet=CAP_DAC_READ_SEARCH

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(
            rack,
            environment.stream()
                .map(each -> "Environment=" + quoted(each) + "\n")
                .collect(Collectors.joining()),
            command.stream()
                // A dollar would be a variable here.
                .map(word -> quoted(word).replace("$", "$$"))
                .collect(Collectors.joining(" ")));
  }

  /** One word, whatever is in it: percent signs are specifiers, quotes and blanks end words. */
  private static String quoted(String word) {
    String plain = word.replace("%", "%%");
    return plain.matches("[A-Za-z0-9_./:=@,+%-]+")
        ? plain
        : "\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
