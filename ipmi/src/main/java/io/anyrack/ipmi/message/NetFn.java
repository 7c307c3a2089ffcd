package io.anyrack.ipmi.message;

/** Network functions of requests (IPMI 2.0 §5.1); an answer has the next odd number. */
public final class NetFn {
  /** Chassis control and status. */
  public static final int CHASSIS = 0x00;

  /** Application: the BMC itself, sessions, channels, users. */
  public static final int APP = 0x06;

  /** Transport: LAN and serial-over-LAN settings. */
  public static final int TRANSPORT = 0x0c;

  private NetFn() {}
}
