package io.anyrack.rack.model;

import java.net.URI;
import java.util.Optional;

/**
 * What a node boots from, beside its own order (IPMI 2.0 §28.13 parameter 5; Redfish {@code Boot}).
 *
 * @param device from where; {@link Device#NONE}: the node's own order
 * @param lifetime how long it holds
 * @param mode with which kind of firmware; a machine that has only the other keeps its own
 * @param otherFlags data 2 to 5 of the IPMI boot flags without the bits expressed above (locks,
 *     verbosity, mux), data 2 in the highest octet: without meaning for the machine, kept so that
 *     they read back as set
 * @param http the URL that {@link Device#HTTP} starts; empty: what the rack file has nodes start
 *     from the network
 */
public record BootOverride(
    Device device, Lifetime lifetime, Mode mode, int otherFlags, Optional<URI> http) {
  /** The node's own boot order. */
  public static final BootOverride NONE =
      new BootOverride(Device.NONE, Lifetime.DISABLED, Mode.OWN, 0);

  /** An override without a URL. */
  public BootOverride(Device device, Lifetime lifetime, Mode mode, int otherFlags) {
    this(device, lifetime, mode, otherFlags, Optional.empty());
  }

  /** An override without the flags only IPMI knows. */
  public BootOverride(Device device, Lifetime lifetime, Mode mode) {
    this(device, lifetime, mode, 0);
  }

  /** Whether the next start obeys it. */
  public boolean isActive() {
    return lifetime != Lifetime.DISABLED && device != Device.NONE;
  }

  /** What is left of it when a start has obeyed it. */
  public BootOverride usedUp() {
    return new BootOverride(Device.NONE, Lifetime.DISABLED, mode, 0, http);
  }

  /** The URL that a start by this override fetches over the network. */
  public Optional<URI> startsUrl() {
    return isActive() && device == Device.HTTP ? http : Optional.empty();
  }

  /** From where to boot. */
  public enum Device {
    /** The node's own order. */
    NONE,
    /** Hard disk. */
    DISK,
    /** Network. */
    PXE,
    /** Network, and there what a URL says (Redfish {@code UefiHttp}). */
    HTTP,
    /** CD or DVD, virtual media included. */
    CDROM,
    /** The firmware's setup program. */
    BIOS_SETUP
  }

  /** How long an override holds. */
  public enum Lifetime {
    /** Not at all. */
    DISABLED,
    /** For the next start, and only for it. */
    ONCE,
    /** Until it is changed. */
    CONTINUOUS
  }

  /**
   * With which kind of firmware to start; Redfish {@code BootSourceOverrideMode}. IPMI has one bit
   * for it: set means UEFI, and clear, which clients send when nobody asked for anything, is read
   * as {@link #OWN}.
   */
  public enum Mode {
    /** What the node has. */
    OWN,
    /** PC BIOS. */
    LEGACY,
    /** UEFI. */
    UEFI
  }
}
