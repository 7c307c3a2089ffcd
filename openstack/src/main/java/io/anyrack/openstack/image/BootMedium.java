package io.anyrack.openstack.image;

import io.anyrack.rack.model.NodeSpec.Firmware;
import java.util.Map;
import java.util.TreeMap;

/** The kinds of boot media: what firmware starts them, from what kind of drive. */
public enum BootMedium {
  /** A CD-ROM for a PC BIOS; also the rescue image of such machines. */
  BIOS_CD("bios-cd", Firmware.BIOS, "iso"),
  /** A disk for a PC BIOS. */
  BIOS_DISK("bios-disk", Firmware.BIOS, "raw"),
  /** A CD-ROM for UEFI; also the rescue image of such machines. */
  UEFI_CD("uefi-cd", Firmware.UEFI, "iso"),
  /** A disk for UEFI. */
  UEFI_DISK("uefi-disk", Firmware.UEFI, "raw");

  private final String label;
  private final Firmware firmware;
  private final String diskFormat;

  BootMedium(String label, Firmware firmware, String diskFormat) {
    this.label = label;
    this.firmware = firmware;
    this.diskFormat = diskFormat;
  }

  /** The medium for a CD-ROM drive of a machine. */
  public static BootMedium cd(Firmware firmware) {
    return firmware == Firmware.UEFI ? UEFI_CD : BIOS_CD;
  }

  /** The medium for a disk of a machine. */
  public static BootMedium disk(Firmware firmware) {
    return firmware == Firmware.UEFI ? UEFI_DISK : BIOS_DISK;
  }

  /** A word for names and properties. */
  public String label() {
    return label;
  }

  /** What starts it. */
  public Firmware firmware() {
    return firmware;
  }

  /** Whether it goes into a CD-ROM drive. */
  public boolean isCd() {
    return diskFormat.equals("iso");
  }

  /** The image service's {@code disk_format}. */
  public String diskFormat() {
    return diskFormat;
  }

  /** The bus a CD-ROM drive is on that this firmware boots from. */
  public String cdBus() {
    return firmware == Firmware.UEFI ? "sata" : "ide";
  }

  /**
   * The properties Nova reads. {@code os_shutdown_timeout}: iPXE does not answer ACPI, and without
   * it each stop waits a minute for it. {@code hw_rescue_*}: stable device rescue, the machine's
   * disks keep their places.
   */
  public Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put("os_shutdown_timeout", "0");
    properties.put("hw_cdrom_bus", cdBus());
    if (firmware == Firmware.UEFI) {
      properties.put("hw_firmware_type", "uefi");
      properties.put("hw_machine_type", "q35");
    }
    if (isCd()) {
      properties.put("hw_rescue_device", "cdrom");
      properties.put("hw_rescue_bus", cdBus());
    } else {
      properties.put("hw_disk_bus", "virtio");
    }
    return properties;
  }
}
