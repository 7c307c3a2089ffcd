package io.anyrack.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.cli.linux.CpioArchive;
import io.anyrack.rack.model.BootSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * The demo's Linux as a guest that asks a {@link Desk} what to do: take an address, share one, and
 * tell who answers at another.
 */
final class TalkingLinux {
  private static final String INITTAB =
      """
      ::sysinit:/etc/rc
      ::once:/talk
      ::shutdown:/bin/sync
      """;

  private static final String TALK =
      """
      #!/bin/sh
      exec >/dev/console 2>&1
      for word in $(cat /proc/cmdline); do
        case $word in desk=*) eval "$word" ;; esac
      done
      read -r mac </sys/class/net/eth0/address
      tell() { timeout 3 wget -q -O - "$desk/$mac/$1"; }

      # Instead of the address DHCP gave; says again and again where it is, as a guest does that talks.
      take() {
        killall -q udhcpc
        kill "$announcer" 2>/dev/null
        ip -4 addr flush dev eth0
        ip addr add "$1/24" dev eth0
        ip route add default via "$2"
        while :; do
          arping -q -U -c 1 -I eth0 "$1"
          usleep 300000
        done &
        announcer=$!
      }

      # Beside its own, as keepalived does when it becomes master.
      share() {
        ip addr add "$1/32" dev eth0
        arping -q -U -c 5 -I eth0 "$1" &
      }

      leave() { ip addr del "$1/32" dev eth0; }

      # Which MAC answers at an address, whenever that changes. A second without an answer is none.
      watch() {
        while :; do ping -i 0.2 "$1"; done | while :; do
          now=none
          if read -r -t 1 line; then
            case $line in
              *ttl=*) now=$(ip neigh show "$1" dev eth0 | sed 's/.*lladdr \\([^ ]*\\).*/\\1/') ;;
              *) continue ;;
            esac
          fi
          [ "$now" = "$before" ] || { tell "sees/$1/$now" && before=$now; }
        done &
      }

      # What a web server says.
      fetch() { tell "fetched/$(timeout 5 wget -q -O - "$1" | head -n 1 | tr -cd 'a-zA-Z0-9.-')"; }

      while :; do
        order=$(tell order)
        if [ -z "$order" ] || [ "$order" = "$last" ]; then
          usleep 200000
          continue
        fi
        last=$order
        # shellcheck disable=SC2086 # words
        set -- $order
        tell "heard/$1"
        shift
        "$@"
      done
      """;

  private TalkingLinux() {}

  /** Puts kernel and RAM disks into a served directory. */
  static void into(Path served, BootSpec.Linux linux) throws IOException {
    Files.copy(linux.kernel(), served.resolve("vmlinuz"));
    Files.copy(linux.initrds().getFirst(), served.resolve("initrd.gz"));
    try (CpioArchive more =
        new CpioArchive(new GZIPOutputStream(Files.newOutputStream(served.resolve("talk.gz"))))) {
      more.file("etc/inittab", 0644, INITTAB.getBytes(UTF_8));
      more.file("talk", 0755, TALK.getBytes(UTF_8));
    }
  }

  /**
   * The iPXE script that starts it on any node.
   *
   * @param port of the boot server
   * @param desk where guests ask
   */
  static String script(int port, String desk) {
    return """
    #!ipxe
    set files http://%s:%d/boot/${uuid}/files
    kernel ${files}/vmlinuz initrd=initrd.gz initrd=talk.gz console=ttyS0 quiet panic=10 desk=%s || exit 1
    initrd ${files}/initrd.gz || exit 1
    initrd ${files}/talk.gz || exit 1
    boot || exit 1
    """
        .formatted(RealCloud.ADDRESS, port, desk);
  }
}
