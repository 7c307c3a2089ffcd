package io.anyrack.ipmi.sel;

import io.anyrack.ipmi.sensor.Sensor;
import io.anyrack.rack.node.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One record of the system event log (IPMI 2.0 §32): what an event of the node says in sixteen
 * octets. Events that have no such words, such as commands and logins, have no record.
 *
 * @param id 1 to FFFEh
 * @param event where it comes from
 * @param content the octets behind the record id: type, time stamp, and what follows
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way out, compared by nobody
public record SelRecord(int id, Event event, byte[] content) {
  /** The length of each record. */
  public static final int LENGTH = 16;

  private static final int HIGHEST_ID = 0xfffe;
  private static final int SYSTEM_EVENT = 0x02;
  private static final int BMC = 0x0020;
  private static final int IPMI_2_0_EVENT = 0x04;
  private static final int UNSPECIFIED = 0xff;
  private static final int EVENT_LOGGING = 0x10;
  private static final int LOG_CLEARED = 0x02;

  /** The octets a platform event carries at the end of its message. */
  private static final Pattern OCTETS = Pattern.compile(".*\\[((?:[0-9a-f]{2}){6,14})\\]");

  /** The message that the node's event log has when it was cleared. */
  private static final String CLEARED = "event log cleared";

  /**
   * The text of a {@link Event.Kind#PLATFORM} event from which the record is made again.
   *
   * @param words what happened, for people
   * @param sensorType the sensor's type
   * @param sensor the sensor's number
   * @param type event direction and type
   * @param data three octets of event data
   */
  public static String message(String words, int sensorType, int sensor, int type, byte[] data) {
    byte[] octets = {(byte) sensorType, (byte) sensor, (byte) type, data[0], data[1], data[2]};
    return words + " [" + HexFormat.of().formatHex(octets) + "]";
  }

  /**
   * The text of an event for a record that a client added.
   *
   * @param content its octets behind the record id: type, time stamp, and what follows
   */
  public static String message(byte[] content) {
    return "added over IPMI [" + HexFormat.of().formatHex(content) + "]";
  }

  /** The record of an event; empty: it has none. */
  public static Optional<SelRecord> of(Event event) {
    return switch (event.kind()) {
      case POWER_ON -> own(event, Sensor.POWER_STATE, Sensor.WORKING);
      case POWER_OFF -> own(event, Sensor.POWER_STATE, Sensor.SOFT_OFF);
      case RESET -> own(event, Sensor.RESTART, Sensor.HARD_RESET);
      case FAULT -> own(event, Sensor.HEALTH, Sensor.CONTROLLER_UNAVAILABLE);
      case PLATFORM -> platform(event);
      case SERVICE ->
          event.message().equals(CLEARED)
              ? Optional.of(system(event, EVENT_LOGGING, 0, Sensor.SENSOR_SPECIFIC, LOG_CLEARED))
              : Optional.empty();
      case COMMAND, PAUSE, RESUME, BOOT, MEDIA, SESSION, NETBOOT, SYNC -> Optional.empty();
    };
  }

  private static Optional<SelRecord> own(Event event, Sensor sensor, int offset) {
    return Optional.of(
        system(event, sensor.type(), sensor.number(), Sensor.SENSOR_SPECIFIC, offset));
  }

  private static SelRecord system(Event event, int sensorType, int sensor, int type, int offset) {
    return system(
        event,
        new byte[] {
          (byte) sensorType,
          (byte) sensor,
          (byte) type,
          (byte) offset,
          (byte) UNSPECIFIED,
          (byte) UNSPECIFIED
        });
  }

  /** System event record (§32.1). */
  private static SelRecord system(Event event, byte[] octets) {
    return new SelRecord(
        id(event),
        event,
        ByteBuffer.allocate(LENGTH - 2)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) SYSTEM_EVENT)
            .putInt((int) event.time().getEpochSecond())
            .putShort((short) BMC)
            .put((byte) IPMI_2_0_EVENT)
            .put(octets)
            .array());
  }

  private static Optional<SelRecord> platform(Event event) {
    Matcher octets = OCTETS.matcher(event.message());
    if (!octets.matches()) {
      return Optional.empty();
    }
    byte[] content = HexFormat.of().parseHex(octets.group(1));
    return switch (content.length) {
      case 6 -> Optional.of(system(event, content));
      case LENGTH - 2 -> Optional.of(new SelRecord(id(event), event, content));
      default -> Optional.empty();
    };
  }

  private static int id(Event event) {
    return (int) ((event.id() - 1) % HIGHEST_ID) + 1;
  }

  /** The whole record. */
  public byte[] octets() {
    return ByteBuffer.allocate(LENGTH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) id)
        .put(content)
        .array();
  }
}
