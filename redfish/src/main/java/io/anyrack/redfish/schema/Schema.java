package io.anyrack.redfish.schema;

/** A schema of a resource (DSP8010), in the version that is spoken. */
public enum Schema {
  /** What a client sees first. */
  SERVICE_ROOT("ServiceRoot", "v1_16_2"),
  /** Accounts. */
  ACCOUNT_SERVICE("AccountService", "v1_13_7"),
  /** An account. */
  MANAGER_ACCOUNT("ManagerAccount", "v1_10_4"),
  /** A role. */
  ROLE("Role", "v1_3_3"),
  /** Sessions. */
  SESSION_SERVICE("SessionService", "v1_1_9"),
  /** A session. */
  SESSION("Session", "v1_7_2"),
  /** A node. */
  COMPUTER_SYSTEM("ComputerSystem", "v1_20_7"),
  /** A NIC. */
  ETHERNET_INTERFACE("EthernetInterface", "v1_10_5"),
  /** A processor. */
  PROCESSOR("Processor", "v1_18_4"),
  /** A memory module. */
  MEMORY("Memory", "v1_17_4"),
  /** Disks, in short. */
  SIMPLE_STORAGE("SimpleStorage", "v1_3_2"),
  /** Disks, at length. */
  STORAGE("Storage", "v1_15_3"),
  /** What disks are on. */
  STORAGE_CONTROLLER("StorageController", "v1_11_0"),
  /** What an operating system sees of disks. */
  VOLUME("Volume", "v1_10_2"),
  /** A disk. */
  DRIVE("Drive", "v1_18_2"),
  /** Firmware settings. */
  BIOS("Bios", "v1_2_3"),
  /** UEFI Secure Boot. */
  SECURE_BOOT("SecureBoot", "v1_1_2"),
  /**
   * A BMC; in the last version in which its virtual media is not deprecated: clients in wide use,
   * such as sushy before version 5, look for it nowhere else.
   */
  MANAGER("Manager", "v1_9_8"),
  /** What a BMC speaks. */
  MANAGER_NETWORK_PROTOCOL("ManagerNetworkProtocol", "v1_10_1"),
  /** What an action takes. */
  ACTION_INFO("ActionInfo", "v1_4_2"),
  /** A virtual drive. */
  VIRTUAL_MEDIA("VirtualMedia", "v1_6_5"),
  /** What a node is built in. */
  CHASSIS("Chassis", "v1_23_3"),
  /** A log. */
  LOG_SERVICE("LogService", "v1_5_3"),
  /** A line of a log. */
  LOG_ENTRY("LogEntry", "v1_15_6"),
  /** Tasks. */
  TASK_SERVICE("TaskService", "v1_2_1"),
  /** A task. */
  TASK("Task", "v1_7_4"),
  /** Events. */
  EVENT_SERVICE("EventService", "v1_10_3"),
  /** A subscription. */
  EVENT_DESTINATION("EventDestination", "v1_13_6"),
  /** Something that happened. */
  EVENT("Event", "v1_9_3"),
  /** Updates. */
  UPDATE_SERVICE("UpdateService", "v1_12_3"),
  /** A registry of messages. */
  MESSAGE_REGISTRY("MessageRegistry", "v1_7_0"),
  /** Where a registry of messages is. */
  MESSAGE_REGISTRY_FILE("MessageRegistryFile", "v1_1_5"),
  /** Where a schema is. */
  JSON_SCHEMA_FILE("JsonSchemaFile", "v1_1_5");

  private final String title;
  private final String version;

  Schema(String title, String version) {
    this.title = title;
    this.version = version;
  }

  /** Its name without a version. */
  public String title() {
    return title;
  }

  /** Its namespace, such as {@code ComputerSystem.v1_20_7}. */
  public String namespace() {
    return title + "." + version;
  }

  /** For {@code @odata.type}. */
  public String type() {
    return "#" + namespace() + "." + title;
  }
}
