package io.anyrack.ipmi.message;

/** Network functions of requests (IPMI 2.0 §5.1); an answer has the next odd number. */
public final class NetFn {
  /** Chassis control and status. */
  public static final int CHASSIS = 0x00;

  /** Sensors and events. */
  public static final int SENSOR = 0x04;

  /** Application: the BMC itself, sessions, channels, users. */
  public static final int APP = 0x06;

  /** Inventory, sensor data records and the event log. */
  public static final int STORAGE = 0x0a;

  /** Commands of other standards' groups; the first data octet says whose. */
  public static final int GROUP = 0x2c;

  /** Transport: LAN and serial-over-LAN settings. */
  public static final int TRANSPORT = 0x0c;

  private NetFn() {}
}
