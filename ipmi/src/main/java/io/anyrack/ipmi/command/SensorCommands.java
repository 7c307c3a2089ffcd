package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.sel.SelRecord;
import io.anyrack.ipmi.sensor.Sensor;
import io.anyrack.rack.node.Event;
import java.util.Arrays;
import java.util.Optional;

/** Sensors, and events that others report (IPMI 2.0 §29, §35). */
final class SensorCommands {
  private static final int EVENTS_AND_SCANNING = 0xc0;
  private static final int FROM_SYSTEM_INTERFACE = 8;

  private SensorCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.SENSOR)
        .add(0x02, Privilege.OPERATOR, 7, 8, SensorCommands::platformEvent)
        .add(0x23, Privilege.USER, 2, (request, _) -> refuseThresholds(request))
        .add(0x25, Privilege.USER, 1, (request, _) -> refuseThresholds(request))
        .add(0x27, Privilege.USER, 1, (request, _) -> refuseThresholds(request))
        .add(0x29, Privilege.USER, 1, SensorCommands::getEventEnable)
        .add(0x2b, Privilege.USER, 1, SensorCommands::getEventStatus)
        .add(0x2d, Privilege.USER, 1, SensorCommands::getReading)
        .add(0x2f, Privilege.USER, 1, SensorCommands::getType);
  }

  /** Platform Event Message (§29.3): the event goes into the node's log. */
  private static Response platformEvent(Request request, Caller caller) {
    // In band the first octet is the generator's id.
    int at = request.length() == FROM_SYSTEM_INTERFACE ? 1 : 0;
    caller
        .bmc()
        .node()
        .events()
        .append(
            Event.Kind.PLATFORM,
            SelRecord.message(
                "platform event",
                request.octet(at + 1),
                request.octet(at + 2),
                request.octet(at + 3),
                Arrays.copyOf(request.from(at + 4), 3)),
            caller.origin());
    return Response.of();
  }

  /** What only sensors with thresholds have (§35.2 to §35.9): all of these are discrete. */
  private static Response refuseThresholds(Request request) {
    return Response.code(
        Sensor.of(request.octet(0)).isPresent()
            ? CompletionCode.WRONG_KIND
            : CompletionCode.NOT_PRESENT);
  }

  /** Get Sensor Reading (§35.14): discrete sensors have states and no value. */
  private static Response getReading(Request request, Caller caller) {
    return sensor(request)
        .map(
            sensor -> {
              int states = sensor.reading(caller.bmc().node());
              return Response.of(0, EVENTS_AND_SCANNING, states, 0x80 | states >> 8);
            })
        .orElseGet(() -> Response.code(CompletionCode.NOT_PRESENT));
  }

  /** Get Sensor Event Status (§35.13). */
  private static Response getEventStatus(Request request, Caller caller) {
    return sensor(request)
        .map(
            sensor -> {
              int states = sensor.reading(caller.bmc().node());
              return Response.of(EVENTS_AND_SCANNING, states, states >> 8);
            })
        .orElseGet(() -> Response.code(CompletionCode.NOT_PRESENT));
  }

  /** Get Sensor Event Enable (§35.11): all of its states are told. */
  private static Response getEventEnable(Request request, Caller caller) {
    return sensor(request)
        .map(sensor -> Response.of(EVENTS_AND_SCANNING, sensor.states(), sensor.states() >> 8))
        .orElseGet(() -> Response.code(CompletionCode.NOT_PRESENT));
  }

  /** Get Sensor Type (§35.16). */
  private static Response getType(Request request, Caller caller) {
    return sensor(request)
        .map(sensor -> Response.of(sensor.type(), Sensor.SENSOR_SPECIFIC))
        .orElseGet(() -> Response.code(CompletionCode.NOT_PRESENT));
  }

  private static Optional<Sensor> sensor(Request request) {
    return Sensor.of(request.octet(0));
  }
}
