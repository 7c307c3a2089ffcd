package io.anyrack.ipmi.command;

import io.anyrack.ipmi.sel.SelRecord;
import io.anyrack.ipmi.sensor.Sensor;
import io.anyrack.ipmi.watchdog.Watchdog;
import io.anyrack.ipmi.watchdog.Watchdog.Setting;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.Origin;
import java.util.Locale;
import java.util.Optional;

/**
 * What happens to a node whose watchdog runs out (IPMI 2.0 §27.1).
 *
 * @param node the node it guards
 */
record WatchdogExpiry(Node node) {
  private static final int INTERRUPT_OFFSET = 8;

  /** Event data 2 holds the interrupt and the use (table 42-3, type 23h). */
  private static final int DATA_2_IS_SENSOR_SPECIFIC = 0xc0;

  /** What is to be done to the node; empty: nothing. */
  Optional<Command.Power> command(Setting setting, Watchdog.Due due) {
    return switch (due) {
      case INTERRUPT ->
          setting.interrupt() == Watchdog.Interrupt.NMI
              ? Optional.of(new Command.Diag())
              : Optional.empty();
      case EXPIRY ->
          switch (setting.action()) {
            case NONE -> Optional.empty();
            case HARD_RESET -> Optional.of(new Command.Reset());
            case POWER_DOWN -> Optional.of(new Command.Off());
            case POWER_CYCLE -> Optional.of(new Command.Cycle());
          };
    };
  }

  /** Has the node's log say it, as a record of the system event log. */
  void log(Setting setting, Watchdog.Due due) {
    int offset = due == Watchdog.Due.INTERRUPT ? INTERRUPT_OFFSET : setting.action().number();
    byte[] data = {
      (byte) (DATA_2_IS_SENSOR_SPECIFIC | offset),
      (byte) (setting.interrupt().number() << 4 | setting.use().number()),
      (byte) 0xff
    };
    String words =
        "watchdog of %s %s: %s"
            .formatted(
                word(setting.use()),
                due == Watchdog.Due.INTERRUPT ? "will run out" : "ran out",
                name(setting, due));
    node.events()
        .append(
            Event.Kind.PLATFORM,
            SelRecord.message(
                words,
                Sensor.WATCHDOG.type(),
                Sensor.WATCHDOG.number(),
                Sensor.SENSOR_SPECIFIC,
                data),
            Origin.WATCHDOG);
  }

  /** What is done, as the log has it. */
  static String name(Setting setting, Watchdog.Due due) {
    return due == Watchdog.Due.INTERRUPT ? word(setting.interrupt()) : word(setting.action());
  }

  /** A constant as the log has it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
