package io.anyrack.openstack.image;

import java.net.URI;
import java.util.Optional;

/** The texts on boot media. All media of one kind are the same, for any rack and node. */
final class MediumScripts {
  /** The name of a file that tells the medium from the disks of a machine. */
  static final String MARK = "ANYRACK.TAG";

  /** What ISOLINUX does; it also writes to the first serial line. */
  static final String ISOLINUX =
      """
      SERIAL 0 115200
      PROMPT 0
      TIMEOUT 0
      DEFAULT ipxe
      LABEL ipxe
       KERNEL ipxe.krn
       INITRD boot.ipx
      """;

  /**
   * What iPXE on a BIOS does: asks one network card after the other until one gets an address and a
   * script. Only DHCP configures them: on a network without IPv6 this iPXE would wait 13 s for its
   * answer. How the script ends is how iPXE ends.
   */
  private static final String IPXE =
      """
      #!ipxe
      echo Anyrack: booting from the network
      set round:int32 0
      :round
      set card:int32 0
      :card
      isset ${net${card}/mac} || goto again
      ifconf --configurator dhcp net${card} || goto next
      @choose@
      echo Anyrack: ${net${card}/ip} asks for ${script}
      imgfetch --name script ${script} || goto next
      imgexec --autofree script && exit || exit 1
      :next
      ifclose net${card} ||
      inc card
      goto card
      :again
      inc round
      echo Anyrack: no script so far (${round}), trying again
      sleep 2
      goto round
      """;

  /**
   * What the UEFI shell does. Firmware gives control to its shell when iPXE ends and nothing else
   * is in its boot order; it has then connected only what is in that order (UEFI 2.10 §3.1), so a
   * disk that is not must be connected first. Where no disk starts, iPXE has another try.
   */
  static final String SHELL =
      """
      @echo -off
      :round
      echo Anyrack: connecting all disks
      connect -r
      map -r
      for %i run (0 15)
        if exist fs%i:\\EFI then
          if not exist fs%i:\\@mark@ then
            echo Anyrack: looking for a loader on fs%i
            if exist fs%i:\\EFI\\BOOT\\BOOTX64.EFI then
              fs%i:\\EFI\\BOOT\\BOOTX64.EFI
            endif
            for %d in debian ubuntu centos redhat fedora rocky almalinux sles opensuse
              if exist fs%i:\\EFI\\%d\\shimx64.efi then
                fs%i:\\EFI\\%d\\shimx64.efi
              endif
              if exist fs%i:\\EFI\\%d\\grubx64.efi then
                fs%i:\\EFI\\%d\\grubx64.efi
              endif
            endfor
          endif
        endif
      endfor
      echo Anyrack: no disk starts, booting from the network again
      for %i run (0 15)
        if exist fs%i:\\@mark@ then
          fs%i:\\EFI\\BOOT\\BOOTX64.EFI
        endif
      endfor
      goto round
      """
          .replace("@mark@", MARK);

  private MediumScripts() {}

  /**
   * What iPXE does.
   *
   * @param service where the script comes from; empty: what DHCP names as boot file
   */
  static String ipxe(Optional<URI> service) {
    String choose =
        service
            .map(uri -> "set script " + uri)
            .orElse(
                """
                isset ${net${card}/filename} || goto next
                set script ${net${card}/filename}\
                """);
    return IPXE.replace("@choose@", choose);
  }
}
