package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The chassis: power and light (IPMI 2.0 §28). */
final class ChassisCommands {
  private static final int DIAGNOSTIC_INTERRUPT = 0x04;
  private static final int BMC_ADDRESS = 0x20;
  private static final int ALWAYS_OFF_ONLY = 0x01;
  private static final int DEFAULT_IDENTIFY_SECONDS = 15;

  private ChassisCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.CHASSIS)
        .add(0x00, Privilege.USER, 0, ChassisCommands::getCapabilities)
        .add(0x01, Privilege.USER, 0, ChassisCommands::getStatus)
        .add(0x02, Privilege.OPERATOR, 1, ChassisCommands::control)
        .add(0x04, Privilege.OPERATOR, 0, 2, ChassisCommands::identify)
        .add(0x06, Privilege.OPERATOR, 1, ChassisCommands::setRestorePolicy)
        .add(0x07, Privilege.USER, 0, ChassisCommands::getRestartCause)
        .add(0x0f, Privilege.USER, 0, ChassisCommands::getPowerOnHours);
  }

  private static Response getCapabilities(Request request, Caller caller) {
    return Response.of(DIAGNOSTIC_INTERRUPT, BMC_ADDRESS, BMC_ADDRESS, BMC_ADDRESS, BMC_ADDRESS);
  }

  /** Get Chassis Status (§28.2). */
  private static Response getStatus(Request request, Caller caller) {
    NodeStatus status = caller.bmc().node().status();
    int power = status.powered() ? 0x01 : 0;
    int lastEvent =
        (status.restartCause() == NodeStatus.RestartCause.CHASSIS_CONTROL ? 0x10 : 0)
            | (status.lastPowerOffByFault() ? 0x08 : 0);
    int identifySupported = 0x40;
    return Response.of(power, lastEvent, identifySupported | identifyState(status, caller) << 4);
  }

  /** 0: off, 1: on for a time, 2: on until told. */
  private static int identifyState(NodeStatus status, Caller caller) {
    Optional<Instant> until = status.identifyUntil();
    if (until.isEmpty() || !until.get().isAfter(caller.bmc().clock().instant())) {
      return 0;
    }
    return until.get().equals(Instant.MAX) ? 2 : 1;
  }

  /** Chassis Control (§28.3). */
  private static Response control(Request request, Caller caller) {
    Optional<Command.Power> power =
        switch (request.octet(0) & 0x0f) {
          case 0 -> Optional.of(new Command.Off());
          case 1 -> Optional.of(new Command.On());
          case 2 -> Optional.of(new Command.Cycle());
          case 3 -> Optional.of(new Command.Reset());
          case 4 -> Optional.of(new Command.Diag());
          case 5 -> Optional.of(new Command.Soft(caller.bmc().endpoint().softOffAfter()));
          default -> Optional.empty();
        };
    return power
        .map(command -> NodeAnswer.to(command, caller))
        .orElseGet(() -> Response.code(CompletionCode.INVALID_FIELD));
  }

  /** Chassis Identify (§28.5): seconds, 15 if not said, 0 for off; or until switched off. */
  private static Response identify(Request request, Caller caller) {
    boolean forced = request.length() == 2 && (request.octet(1) & 0x01) != 0;
    int seconds = request.length() == 0 ? DEFAULT_IDENTIFY_SECONDS : request.octet(0);
    Optional<Duration> duration =
        forced ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    return NodeAnswer.to(new Command.Identify(duration), caller);
  }

  /** Set Power Restore Policy (§28.8): a node stays off after a loss of power; nothing else. */
  private static Response setRestorePolicy(Request request, Caller caller) {
    int alwaysOff = 0;
    int noChange = 3;
    int policy = request.octet(0) & 0x07;
    return policy == alwaysOff || policy == noChange
        ? Response.of(ALWAYS_OFF_ONLY)
        : Response.code(CompletionCode.INVALID_FIELD);
  }

  /** Get System Restart Cause (§28.11). */
  private static Response getRestartCause(Request request, Caller caller) {
    int cause =
        switch (caller.bmc().node().status().restartCause()) {
          case UNKNOWN -> 0x0;
          case CHASSIS_CONTROL -> 0x1;
          case POWER_BUTTON -> 0x3;
          case WATCHDOG -> 0x4;
          case SOFT_RESET -> 0xa;
        };
    return Response.of(cause, cause == 0x1 ? Caller.LAN_CHANNEL : 0);
  }

  /** Get POH Counter (§28.14): whole hours with power, all its life. */
  private static Response getPowerOnHours(Request request, Caller caller) {
    NodeStatus status = caller.bmc().node().status();
    Instant now = caller.bmc().clock().instant();
    long hours = status.poweredUntil(now).toHours();
    int counter = (int) Math.max(hours, 0);
    int minutesPerCount = 60;
    return Response.of(minutesPerCount, counter, counter >> 8, counter >> 16, counter >> 24);
  }
}
