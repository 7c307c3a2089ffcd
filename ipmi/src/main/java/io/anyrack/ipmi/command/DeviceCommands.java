package io.anyrack.ipmi.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.anyrack.ipmi.bmc.DeviceFacts;
import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The BMC as a device (IPMI 2.0 §20). */
final class DeviceCommands {
  private static final int IPMI_2_0 = 0x02;

  /** Additional device support: chassis, FRU inventory, SEL, SDR repository and sensor device. */
  private static final int SUPPORT = 0x8f;

  /** Global enables: the event log is on, and nothing else can be switched (§22.2). */
  private static final int EVENT_LOGGING = 0x08;

  private static final int WORKING = 0x00;
  private static final int SOFT_OFF = 0x05;
  private static final int FULLY_ON = 0x00;
  private static final int SELF_TEST_PASSED = 0x55;

  private DeviceCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.APP)
        .add(0x01, Privilege.USER, 0, DeviceCommands::getDeviceId)
        .add(0x02, Privilege.ADMINISTRATOR, 0, DeviceCommands::reset)
        .add(0x03, Privilege.ADMINISTRATOR, 0, DeviceCommands::reset)
        .add(0x04, Privilege.USER, 0, (_, _) -> Response.of(SELF_TEST_PASSED, 0))
        .add(0x07, Privilege.USER, 0, DeviceCommands::getAcpiState)
        .add(0x08, Privilege.USER, 0, DeviceCommands::getDeviceGuid)
        .add(0x2e, Privilege.ADMINISTRATOR, 1, DeviceCommands::setGlobalEnables)
        .add(0x2f, Privilege.USER, 0, (_, _) -> Response.of(EVENT_LOGGING))
        .add(0x37, Privilege.NONE, 0, DeviceCommands::getSystemGuid);
  }

  private static Response getDeviceId(Request request, Caller caller) {
    DeviceFacts facts = caller.bmc().endpoint().device();
    int minor = facts.firmwareMinor();
    return Response.of(
        facts.deviceId(),
        facts.revision(),
        facts.firmwareMajor() & 0x7f,
        ((minor / 10) << 4) | (minor % 10),
        IPMI_2_0,
        SUPPORT,
        facts.manufacturer(),
        facts.manufacturer() >> 8,
        facts.manufacturer() >> 16 & 0x0f,
        facts.product(),
        facts.product() >> 8,
        0,
        0,
        0,
        0);
  }

  /** Get ACPI Power State (§20.7): S0/G0 or S5/G2, and D0: the BMC always has power. */
  private static Response getAcpiState(Request request, Caller caller) {
    return Response.of(caller.bmc().node().status().powered() ? WORKING : SOFT_OFF, FULLY_ON);
  }

  private static Response setGlobalEnables(Request request, Caller caller) {
    return request.octet(0) == EVENT_LOGGING
        ? Response.of()
        : Response.code(CompletionCode.INVALID_FIELD);
  }

  /** Cold and warm reset (§20.2, §20.3): the BMC has nothing to restart but its sessions. */
  private static Response reset(Request request, Caller caller) {
    caller.log("BMC reset: all IPMI sessions end");
    caller.bmc().sessions().closeAll();
    return Response.of();
  }

  /** The BMC's own GUID, which must not be the system's (§20.8). */
  private static Response getDeviceGuid(Request request, Caller caller) {
    UUID system = caller.bmc().endpoint().systemGuid();
    ByteBuffer name = ByteBuffer.allocate(19);
    name.putLong(system.getMostSignificantBits()).putLong(system.getLeastSignificantBits());
    name.put("bmc".getBytes(US_ASCII));
    return Response.of(Bmc.guidOctets(UUID.nameUUIDFromBytes(name.array())));
  }

  private static Response getSystemGuid(Request request, Caller caller) {
    return Response.of(Bmc.guidOctets(caller.bmc().endpoint().systemGuid()));
  }
}
