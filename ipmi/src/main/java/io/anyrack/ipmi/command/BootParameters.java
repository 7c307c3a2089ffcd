package io.anyrack.ipmi.command;

/**
 * The boot option parameters that mean something to the BMC alone (IPMI 2.0 §28.13): set in
 * progress, service partition, valid-bit clearing, acknowledgement. The boot flags themselves are
 * the node's. Used under the lock of its BMC.
 */
final class BootParameters {
  /** A client that died in the middle of a change must not keep others out. */
  private static final long CHANGE_MILLIS = 30_000;

  private final boolean[] invalid = new boolean[6];
  private boolean inProgress;
  private long inProgressSince;
  private int servicePartitionSelector;
  private int servicePartitionScan;

  /** Nothing clears the valid bit of the boot flags but a start that obeys them for once. */
  private int validBitClearing = 0x1f;

  private int acknowledge = 0x1f;

  /** Begins a change; false if another one is under way. */
  boolean begin(long now) {
    if (isInProgress(now)) {
      return false;
    }
    inProgress = true;
    inProgressSince = now;
    return true;
  }

  void end() {
    inProgress = false;
  }

  boolean isInProgress(long now) {
    return inProgress && now - inProgressSince < CHANGE_MILLIS;
  }

  boolean isInvalid(int parameter) {
    return invalid[parameter];
  }

  void invalid(int parameter, boolean mark) {
    invalid[parameter] = mark;
  }

  int servicePartitionSelector() {
    return servicePartitionSelector;
  }

  void servicePartitionSelector(int value) {
    servicePartitionSelector = value;
  }

  int servicePartitionScan() {
    return servicePartitionScan;
  }

  void servicePartitionScan(int value) {
    servicePartitionScan = value & 0x03;
  }

  int validBitClearing() {
    return validBitClearing;
  }

  void validBitClearing(int value) {
    validBitClearing = value & 0x1f;
  }

  int acknowledge() {
    return acknowledge;
  }

  /** Writes the bits of {@code value} that {@code mask} names. */
  void acknowledge(int mask, int value) {
    acknowledge = (acknowledge & ~mask) | (value & mask);
  }
}
