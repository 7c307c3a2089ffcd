package io.anyrack.netboot.dhcp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What kind of client asks, as far as it decides what the client is to load. */
sealed interface ClientClass {
  /**
   * iPXE, from ROM or loaded before. It calls itself {@code PXEClient} too, so this is looked for
   * first: otherwise it would be sent to load itself for ever.
   */
  record Ipxe() implements ClientClass {}

  /** A firmware's PXE client, which loads over TFTP (PXE 2.1 §2). */
  record Pxe(Optional<Architecture> architecture) implements ClientClass {}

  /** A UEFI HTTP boot client (UEFI 2.10 §24.7.1). */
  record HttpBoot(Optional<Architecture> architecture) implements ClientClass {}

  /** An operating system, or anything else that does not boot. */
  record Other() implements ClientClass {}

  /** Reads the class from the options of a request. */
  static ClientClass of(DhcpOptions options) {
    String vendor = options.text(OptionCode.VENDOR_CLASS).orElse("");
    if (userClass(options).equals("iPXE")) {
      return new Ipxe();
    } else if (vendor.startsWith("PXEClient")) {
      return new Pxe(architecture(options, vendor));
    } else if (vendor.startsWith("HTTPClient")) {
      return new HttpBoot(architecture(options, vendor));
    }
    return new Other();
  }

  /** How the client names itself, for people. */
  static String name(DhcpOptions options) {
    String user = userClass(options);
    return user.isEmpty() ? options.text(OptionCode.VENDOR_CLASS).orElse("") : user;
  }

  /** The first user class: RFC 3004 puts a length before each, iPXE sends the bare text. */
  private static String userClass(DhcpOptions options) {
    byte[] value = options.get(OptionCode.USER_CLASS).orElse(new byte[0]);
    int length = value.length == 0 ? 0 : value[0] & 0xff;
    boolean counted = length > 0 && length < value.length && length < ' ';
    return counted
        ? new String(value, 1, length, StandardCharsets.UTF_8)
        : new String(value, StandardCharsets.UTF_8);
  }

  /** From option 93, or from {@code PXEClient:Arch:00007:UNDI:003016} where that is missing. */
  private static Optional<Architecture> architecture(DhcpOptions options, String vendor) {
    Matcher named = Pattern.compile("^[A-Z]+Client:Arch:([0-9]{5})").matcher(vendor);
    return options
        .get(OptionCode.CLIENT_ARCHITECTURE)
        .filter(value -> value.length >= 2)
        .map(value -> (value[0] & 0xff) << 8 | (value[1] & 0xff))
        .or(() -> named.find() ? Optional.of(Integer.valueOf(named.group(1))) : Optional.empty())
        .flatMap(Architecture::of);
  }
}
