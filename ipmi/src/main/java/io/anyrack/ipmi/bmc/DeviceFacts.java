package io.anyrack.ipmi.bmc;

/**
 * What the BMC says of itself (IPMI 2.0 §20.1).
 *
 * @param deviceId chosen by the manufacturer, 0 to 255
 * @param revision the device's revision, 0 to 15
 * @param firmwareMajor 0 to 127
 * @param firmwareMinor 0 to 99
 * @param manufacturer the IANA enterprise number, 20 bits; 0: none
 * @param product chosen by the manufacturer, 16 bits
 */
public record DeviceFacts(
    int deviceId,
    int revision,
    int firmwareMajor,
    int firmwareMinor,
    int manufacturer,
    int product) {

  /**
   * The facts of Anyrack's BMC. It has no enterprise number: clients switch on quirks for those
   * they know.
   */
  public static DeviceFacts anyrack(int firmwareMajor, int firmwareMinor) {
    return new DeviceFacts(0x20, 1, firmwareMajor, firmwareMinor, 0, 0);
  }
}
