package io.anyrack.ipmi.sensor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The sensor data records of a BMC (IPMI 2.0 §43). They never change. */
public final class SensorRecords {
  private static final int SDR_VERSION = 0x51;
  private static final int COMPACT_SENSOR = 0x02;
  private static final int FRU_DEVICE_LOCATOR = 0x11;
  private static final int CONTROLLER_LOCATOR = 0x12;
  private static final int BMC_ADDRESS = 0x20;
  private static final int HEADER = 5;

  /** Entity id "system board", instance 1 (table 43-13). */
  private static final int SYSTEM_BOARD = 0x07;

  /** Entity id "system management module". */
  private static final int MANAGEMENT_MODULE = 0x06;

  /** 8-bit ASCII, in the type/length octet of a name (§43.15). */
  private static final int ASCII = 0xc0;

  private SensorRecords() {}

  /** All records, in order; their record ids are 1 and up. */
  public static List<byte[]> all() {
    List<byte[]> records = new ArrayList<>();
    records.add(controller(1));
    records.add(inventory(2));
    for (Sensor sensor : Sensor.values()) {
      records.add(compact(records.size() + 1, sensor));
    }
    return List.copyOf(records);
  }

  /** Compact sensor record (§43.2). */
  private static byte[] compact(int id, Sensor sensor) {
    ByteBuffer body = body();
    body.put((byte) BMC_ADDRESS).put((byte) 0).put((byte) sensor.number());
    body.put((byte) SYSTEM_BOARD).put((byte) 1);
    // Initialized with scanning on; ignored without its entity, re-arms itself, no thresholds.
    body.put((byte) 0x63).put((byte) 0xc3);
    body.put((byte) sensor.type()).put((byte) Sensor.SENSOR_SPECIFIC);
    body.putShort((short) sensor.states()).putShort((short) 0).putShort((short) sensor.states());
    body.put((byte) 0xc0); // Units: no analog reading.
    body.put((byte) 0).put((byte) 0); // Base and modifier unit: unspecified.
    body.putShort((short) 0); // Not shared.
    body.put(new byte[6]); // Hysteresis twice, reserved, OEM.
    return record(id, COMPACT_SENSOR, body, sensor.text());
  }

  /** Management controller device locator (§43.9). */
  private static byte[] controller(int id) {
    ByteBuffer body = body();
    int chassisSelEtc = 0x8f;
    body.put((byte) BMC_ADDRESS).put((byte) 0).put((byte) 0).put((byte) chassisSelEtc);
    body.put(new byte[3]);
    body.put((byte) MANAGEMENT_MODULE).put((byte) 1).put((byte) 0);
    return record(id, CONTROLLER_LOCATOR, body, "Anyrack BMC");
  }

  /** FRU device locator of the built-in inventory (§43.8). */
  private static byte[] inventory(int id) {
    ByteBuffer body = body();
    int logicalDevice = 0x80;
    int underControllerDevice = 0x10;
    body.put((byte) BMC_ADDRESS).put((byte) 0).put((byte) logicalDevice).put((byte) 0);
    body.put((byte) 0).put((byte) underControllerDevice).put((byte) 0);
    body.put((byte) SYSTEM_BOARD).put((byte) 1).put((byte) 0);
    return record(id, FRU_DEVICE_LOCATOR, body, "Node");
  }

  private static ByteBuffer body() {
    return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] record(int id, int type, ByteBuffer body, String name) {
    body.put((byte) (ASCII | name.length())).put(name.getBytes(US_ASCII)).flip();
    return ByteBuffer.allocate(HEADER + body.remaining())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) id)
        .put((byte) SDR_VERSION)
        .put((byte) type)
        .put((byte) body.remaining())
        .put(body)
        .array();
  }
}
