package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.sensor.SensorRecords;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** The repository of sensor data records, to be read (IPMI 2.0 §33). */
final class SensorRecordCommands {
  private static final int VERSION = 0x51;
  private static final int FIRST = 0x0000;
  private static final int LAST = 0xffff;
  private static final int WHOLE = 0xff;

  /** What fits into an answer on every channel. */
  private static final int LONGEST_PART = 64;

  /** Never changed, so a reservation never ends. */
  private static final int RESERVATION = 0x0001;

  private static final List<byte[]> RECORDS = SensorRecords.all();

  private SensorRecordCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.STORAGE)
        .add(0x20, Privilege.USER, 0, (_, _) -> info())
        .add(0x21, Privilege.USER, 0, (_, _) -> Response.of(0, 0, 0, 0, 0, 0, 0, 0, 0))
        .add(0x22, Privilege.USER, 0, (_, _) -> Response.of(RESERVATION, RESERVATION >> 8))
        .add(0x23, Privilege.USER, 6, (request, _) -> get(request))
        .add(0x28, Privilege.USER, 0, (_, caller) -> SelCommands.time(caller));
  }

  /** Get SDR Repository Info (§33.9): read only, never changed. */
  private static Response info() {
    int reserveSupported = 0x02;
    return Response.of(
        ByteBuffer.allocate(14)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) VERSION)
            .putShort((short) RECORDS.size())
            .putShort((short) 0)
            .putInt(0)
            .putInt(0)
            .put((byte) reserveSupported)
            .array());
  }

  /** Get SDR (§33.12): a part of a record, and the id of the next. */
  private static Response get(Request request) {
    int reservation = request.halfWord(0);
    int id = request.halfWord(2);
    int offset = request.octet(4);
    int count = request.octet(5);
    if (reservation != RESERVATION && (reservation != 0 || offset != 0)) {
      return Response.code(CompletionCode.RESERVATION_CANCELLED);
    }
    int number = id == FIRST ? 1 : id == LAST ? RECORDS.size() : id;
    if (number > RECORDS.size()) {
      return Response.code(CompletionCode.NOT_PRESENT);
    }
    byte[] record = RECORDS.get(number - 1);
    if (offset > record.length) {
      return Response.code(CompletionCode.OUT_OF_RANGE);
    }
    int end = Math.min(record.length, offset + count);
    if (end - offset > LONGEST_PART) {
      return Response.code(CompletionCode.TOO_MUCH_ASKED);
    }
    if (count != WHOLE && offset + count > record.length) {
      return Response.code(CompletionCode.OUT_OF_RANGE);
    }
    int next = number == RECORDS.size() ? LAST : number + 1;
    byte[] part = Arrays.copyOfRange(record, offset, end);
    return Response.of(
        ByteBuffer.allocate(2 + part.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) next)
            .put(part)
            .array());
  }
}
