package io.anyrack.cli.verify;

import io.anyrack.rack.dhcp.OptionName;
import io.anyrack.rack.dhcp.OptionValue;
import java.util.Optional;

/** Reads the MTU (option 26, RFC 2132 §5.1) out of DHCP options. */
final class ToldMtu {
  private static final int OPTION = 26;

  private ToldMtu() {}

  /** The MTU that an option tells; empty: it tells something else, or nothing that is a number. */
  static Optional<Integer> of(String name, String value) {
    return OptionName.of(name)
        .filter(option -> option.version() == 4 && option.code() == OPTION)
        .flatMap(option -> number(option, value));
  }

  private static Optional<Integer> number(OptionName option, String value) {
    try {
      return option.value(value) instanceof OptionValue.Whole(long told, _)
          ? Optional.of((int) told)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // by somebody else, and not as it is written
    }
  }
}
