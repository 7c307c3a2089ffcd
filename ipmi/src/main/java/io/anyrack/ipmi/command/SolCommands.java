package io.anyrack.ipmi.command;

import static io.anyrack.ipmi.command.FixedParameters.octets;

import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import java.util.Optional;

/** Serial-over-LAN configuration (IPMI 2.0 §26.2, §26.3). */
final class SolCommands {
  /** Who may use the console: writing to it is operating the node. */
  static final Privilege REQUIRED = Privilege.OPERATOR;

  private static final int ENCRYPTION_AND_AUTHENTICATION = 0xc0;
  private static final int BIT_RATE_115200 = 0x0a;
  private static final int RETRIES = 7;

  private SolCommands() {}

  static void addTo(CommandTable.Builder table) {
    FixedParameters parameters = SolCommands::value;
    table
        .netFn(NetFn.TRANSPORT)
        .add(0x21, Privilege.ADMINISTRATOR, 3, 4, parameters::set)
        .add(0x22, Privilege.USER, 4, parameters::get);
  }

  private static Optional<byte[]> value(int parameter, Bmc bmc) {
    return Optional.ofNullable(
        switch (parameter) {
          case 0 -> octets(0); // Set in progress: nothing can be set.
          case 1 -> octets(1); // Enabled.
          case 2 -> octets(ENCRYPTION_AND_AUTHENTICATION | REQUIRED.level());
          case 3 -> octets(1, 1); // Sent as soon as one character is there, within 5 ms.
          case 4 -> octets(RETRIES, (int) (bmc.solLimits().retryInterval().toMillis() / 10));
          case 5, 6 -> octets(BIT_RATE_115200);
          case 7 -> octets(Caller.LAN_CHANNEL);
          case 8 -> octets(bmc.port(), bmc.port() >> 8);
          default -> null;
        });
  }
}
