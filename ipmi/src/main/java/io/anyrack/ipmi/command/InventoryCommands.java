package io.anyrack.ipmi.command;

import io.anyrack.ipmi.bmc.BmcEndpoint;
import io.anyrack.ipmi.fru.FruInventory;
import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;

/** The inventory of the node, FRU device 0, to be read (IPMI 2.0 §34). */
final class InventoryCommands {
  private static final int BUILT_IN = 0;
  private static final int WRITE_PROTECTED = 0x80;
  private static final int LONGEST_PART = 64;

  private InventoryCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.STORAGE)
        .add(0x10, Privilege.USER, 1, InventoryCommands::info)
        .add(0x11, Privilege.USER, 4, InventoryCommands::read)
        .add(0x12, Privilege.OPERATOR, 3, 64, InventoryCommands::write);
  }

  private static byte[] inventory(Caller caller) {
    BmcEndpoint endpoint = caller.bmc().endpoint();
    return FruInventory.of(
        endpoint.node().name(), endpoint.identity(), endpoint.systemGuid().toString());
  }

  /** Get FRU Inventory Area Info (§34.1): accessed by octets. */
  private static Response info(Request request, Caller caller) {
    if (request.octet(0) != BUILT_IN) {
      return Response.code(CompletionCode.NOT_PRESENT);
    }
    int length = inventory(caller).length;
    return Response.of(length, length >> 8, 0);
  }

  /** Read FRU Data (§34.2). */
  private static Response read(Request request, Caller caller) {
    if (request.octet(0) != BUILT_IN) {
      return Response.code(CompletionCode.NOT_PRESENT);
    }
    byte[] inventory = inventory(caller);
    int offset = request.halfWord(1);
    int count = Math.min(request.octet(3), LONGEST_PART);
    if (offset >= inventory.length) {
      return Response.code(CompletionCode.OUT_OF_RANGE);
    }
    int end = Math.min(inventory.length, offset + count);
    byte[] answer = new byte[1 + end - offset];
    answer[0] = (byte) (end - offset);
    System.arraycopy(inventory, offset, answer, 1, end - offset);
    return Response.of(answer);
  }

  /** Write FRU Data (§34.3): the rack file says what a node is. */
  private static Response write(Request request, Caller caller) {
    return Response.code(
        request.octet(0) == BUILT_IN ? WRITE_PROTECTED : CompletionCode.NOT_PRESENT);
  }
}
