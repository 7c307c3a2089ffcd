package io.anyrack.ipmi.sensor;

import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.NodeState;
import java.util.Arrays;
import java.util.Optional;

/**
 * The sensors of a BMC: all discrete, all told by the node's own state. There is no temperature and
 * no fan, because a virtual machine has none.
 */
public enum Sensor {
  /** System ACPI Power State (IPMI 2.0 table 42-3, type 22h): S0/G0 or S5/G2. */
  POWER_STATE(1, 0x22, "Power State", 1 << Sensor.WORKING | 1 << Sensor.SOFT_OFF),

  /** Power Unit (type 09h): "power off/power down" while the node has no power. */
  POWER_UNIT(2, 0x09, "Power Unit", 1 << Sensor.POWER_DOWN),

  /** System Firmware Progress (type 0Fh): progress, once a boot from the network got an answer. */
  BOOT_PROGRESS(3, 0x0f, "Boot Progress", 1 << Sensor.PROGRESS),

  /** Management Subsystem Health (type 28h): the cloud cannot do what is asked. */
  HEALTH(4, 0x28, "Node Health", 1 << Sensor.CONTROLLER_UNAVAILABLE),

  /** Watchdog 2 (type 23h): only events, no state of its own. */
  WATCHDOG(5, 0x23, "Watchdog", 0x0f),

  /** System Boot / Restart Initiated (type 1Dh): only events. */
  RESTART(6, 0x1d, "Restart", 0x02);

  /** ACPI S0/G0, working. */
  public static final int WORKING = 0;

  /** ACPI S5/G2, soft-off. */
  public static final int SOFT_OFF = 5;

  /** Power unit off. */
  public static final int POWER_DOWN = 0;

  /** System firmware progress. */
  public static final int PROGRESS = 2;

  /** Management controller unavailable. */
  public static final int CONTROLLER_UNAVAILABLE = 3;

  /** Restart initiated by a hard reset. */
  public static final int HARD_RESET = 1;

  /** The event/reading type code of sensors with states of their own type (table 42-1). */
  public static final int SENSOR_SPECIFIC = 0x6f;

  private final int number;
  private final int type;
  private final String text;
  private final int states;

  Sensor(int number, int type, String text, int states) {
    this.number = number;
    this.type = type;
    this.text = text;
    this.states = states;
  }

  /** The sensor with a number. */
  public static Optional<Sensor> of(int number) {
    return Arrays.stream(values()).filter(sensor -> sensor.number == number).findFirst();
  }

  /** Its number, 1 and up. */
  public int number() {
    return number;
  }

  /** Its type (IPMI 2.0 table 42-3). */
  public int type() {
    return type;
  }

  /** Its name, at most 16 ASCII characters. */
  public String text() {
    return text;
  }

  /** The states it can show, one bit each. */
  public int states() {
    return states;
  }

  /** The states that hold now, one bit each. */
  public int reading(Node node) {
    boolean powered = node.status().powered();
    return switch (this) {
      case POWER_STATE -> 1 << (powered ? WORKING : SOFT_OFF);
      case POWER_UNIT -> powered ? 0 : 1 << POWER_DOWN;
      case BOOT_PROGRESS -> powered && bootsFromNetwork(node) ? 1 << PROGRESS : 0;
      case HEALTH -> isInOrder(node) ? 0 : 1 << CONTROLLER_UNAVAILABLE;
      case WATCHDOG, RESTART -> 0;
    };
  }

  private static boolean isInOrder(Node node) {
    return switch (node.status().state()) {
      case NodeState.Faulted _, NodeState.Unavailable _ -> false;
      default -> true;
    };
  }

  /** Whether a boot service answered since the machine last started. */
  private static boolean bootsFromNetwork(Node node) {
    for (Event event : node.events().events().reversed()) {
      switch (event.kind()) {
        case NETBOOT -> {
          return true;
        }
        case POWER_ON, RESET, POWER_OFF -> {
          return false;
        }
        default -> {}
      }
    }
    return false;
  }
}
