package io.anyrack.netboot.dhcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What kind of machine asks, and which boot programs run on it, best first (RFC 4578 §2.1 as
 * corrected by its errata; IANA "Processor Architecture Types").
 *
 * <p>{@code snponly.efi} comes before {@code ipxe.efi}: it uses the firmware's own driver of the
 * NIC it was loaded through, which is known to work at that point.
 */
enum Architecture {
  X86_BIOS(0x00, "undionly.kpxe"),
  IA32_UEFI(0x06, "snponly-i386.efi", "ipxe-i386.efi"),
  X64_UEFI(0x07, "snponly.efi", "ipxe.efi"),
  // EFI byte code by the registry; RFC 4578 had it as x86-64, and firmware of that time says so.
  EBC(0x09, "snponly.efi", "ipxe.efi"),
  ARM64_UEFI(0x0b, "snponly-arm64.efi", "ipxe-arm64.efi"),
  IA32_UEFI_HTTP(0x0f, "snponly-i386.efi", "ipxe-i386.efi"),
  X64_UEFI_HTTP(0x10, "snponly.efi", "ipxe.efi"),
  EBC_HTTP(0x11, "snponly.efi", "ipxe.efi"),
  ARM64_UEFI_HTTP(0x13, "snponly-arm64.efi", "ipxe-arm64.efi");

  private final int code;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes it so
  private final List<String> programs;

  Architecture(int code, String... programs) {
    this.code = code;
    this.programs = List.of(programs);
  }

  /** The file names of the programs that run on it, best first. */
  List<String> programs() {
    return programs;
  }

  /** The architecture with {@code code} of the registry; empty if nothing here runs on it. */
  static Optional<Architecture> of(int code) {
    return Arrays.stream(values()).filter(architecture -> architecture.code == code).findFirst();
  }
}
