package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.sel.SelRecord;
import io.anyrack.rack.node.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The system event log (IPMI 2.0 §31): the node's event log in IPMI's words. */
final class SelCommands {
  private static final int VERSION = 0x51;
  private static final int RESERVE = 0x02;
  private static final int FIRST = 0x0000;
  private static final int LAST = 0xffff;
  private static final int WHOLE = 0xff;
  private static final int NEVER = 0xffff_ffff;

  /** 65535 octets or more: there is always room, since the oldest entries make it (§31.2). */
  private static final int FREE_SPACE = 0xffff;

  private static final int ERASED = 0x01;
  private static final int INITIATE = 0xaa;
  private static final int LOWEST_OEM_TYPE = 0xe0;
  private static final int LOWEST_TIMED_OEM_TYPE = 0xc0;
  private static final int SYSTEM_EVENT = 0x02;

  private SelCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.STORAGE)
        .add(0x40, Privilege.USER, 0, SelCommands::info)
        .add(0x42, Privilege.USER, 0, SelCommands::reserve)
        .add(0x43, Privilege.USER, 6, SelCommands::get)
        .add(0x44, Privilege.OPERATOR, SelRecord.LENGTH, SelCommands::add)
        .add(0x47, Privilege.OPERATOR, 6, SelCommands::clear)
        .add(0x48, Privilege.USER, 0, (_, caller) -> time(caller))
        .add(0x49, Privilege.OPERATOR, 4, (_, _) -> hostClock())
        .add(0x5c, Privilege.USER, 0, (_, _) -> Response.of(0, 0))
        .add(0x5d, Privilege.OPERATOR, 2, (_, _) -> hostClock());
  }

  private static List<SelRecord> records(Caller caller) {
    return caller.bmc().node().events().events().stream()
        .flatMap(event -> SelRecord.of(event).stream())
        .toList();
  }

  /** Get SEL Info (§31.2). */
  private static Response info(Request request, Caller caller) {
    List<SelRecord> records = records(caller);
    int added = records.isEmpty() ? NEVER : (int) records.getLast().event().time().getEpochSecond();
    int erased =
        records.stream()
            .filter(record -> record.event().kind() == Event.Kind.SERVICE)
            .mapToInt(record -> (int) record.event().time().getEpochSecond())
            .reduce(NEVER, (_, later) -> later);
    return Response.of(
        ByteBuffer.allocate(14)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) VERSION)
            .putShort((short) records.size())
            .putShort((short) FREE_SPACE)
            .putInt(added)
            .putInt(erased)
            .put((byte) RESERVE)
            .array());
  }

  private static Response reserve(Request request, Caller caller) {
    int reservation = caller.bmc().reserveLog();
    return Response.of(reservation, reservation >> 8);
  }

  /** Get SEL Entry (§31.5). */
  private static Response get(Request request, Caller caller) {
    int offset = request.octet(4);
    int count = request.octet(5);
    if (offset != 0 && !caller.bmc().holdsLog(request.halfWord(0))) {
      return Response.code(CompletionCode.RESERVATION_CANCELLED);
    }
    List<SelRecord> records = records(caller);
    OptionalInt index = index(records, request.halfWord(2));
    if (index.isEmpty()) {
      return Response.code(CompletionCode.NOT_PRESENT);
    }
    int end = count == WHOLE ? SelRecord.LENGTH : offset + count;
    if (offset > SelRecord.LENGTH || end > SelRecord.LENGTH) {
      return Response.code(CompletionCode.OUT_OF_RANGE);
    }
    int at = index.getAsInt();
    int next = at + 1 < records.size() ? records.get(at + 1).id() : LAST;
    byte[] part = Arrays.copyOfRange(records.get(at).octets(), offset, end);
    return Response.of(
        ByteBuffer.allocate(2 + part.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) next)
            .put(part)
            .array());
  }

  private static OptionalInt index(List<SelRecord> records, int id) {
    if (records.isEmpty()) {
      return OptionalInt.empty();
    }
    return switch (id) {
      case FIRST -> OptionalInt.of(0);
      case LAST -> OptionalInt.of(records.size() - 1);
      default ->
          IntStream.range(0, records.size()).filter(i -> records.get(i).id() == id).findFirst();
    };
  }

  /** Add SEL Entry (§31.6): the BMC gives the id, and the time where the record has one. */
  private static Response add(Request request, Caller caller) {
    byte[] content = request.from(2);
    int type = request.octet(2);
    if (type != SYSTEM_EVENT && type < LOWEST_TIMED_OEM_TYPE) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    if (type < LOWEST_OEM_TYPE) {
      int seconds = (int) caller.bmc().clock().instant().getEpochSecond();
      ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(1, seconds);
    }
    Event added =
        caller
            .bmc()
            .node()
            .events()
            .append(Event.Kind.PLATFORM, SelRecord.message(content), caller.origin());
    int id = SelRecord.of(added).orElseThrow().id();
    return Response.of(id, id >> 8);
  }

  /** Clear SEL (§31.9): done by the time of the answer. */
  private static Response clear(Request request, Caller caller) {
    if (request.octet(2) != 'C' || request.octet(3) != 'L' || request.octet(4) != 'R') {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    if (!caller.bmc().holdsLog(request.halfWord(0))) {
      return Response.code(CompletionCode.RESERVATION_CANCELLED);
    }
    switch (request.octet(5)) {
      case 0 -> {}
      case INITIATE -> caller.bmc().node().events().clear(caller.origin());
      default -> {
        return Response.code(CompletionCode.INVALID_FIELD);
      }
    }
    return Response.of(ERASED);
  }

  /** Get SEL Time (§31.10): seconds since 1970 in UTC. */
  static Response time(Caller caller) {
    int seconds = (int) caller.bmc().clock().instant().getEpochSecond();
    return Response.of(seconds, seconds >> 8, seconds >> 16, seconds >> 24);
  }

  /** The clock is the host's: nobody sets it from here. */
  private static Response hostClock() {
    return Response.code(CompletionCode.NOT_IN_THIS_STATE);
  }
}
