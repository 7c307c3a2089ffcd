package io.anyrack.ipmi.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import java.util.Arrays;
import java.util.Optional;

/**
 * System info parameters (IPMI 2.0 §22.14a, §22.14b): the rack file says the system's name,
 * firmware and operating system may say theirs.
 */
final class SystemInfoCommands {
  private static final int NOT_SUPPORTED = 0x80;
  private static final int READ_ONLY = 0x82;
  private static final int REVISION = 0x11;
  private static final int REVISION_ONLY = 0x80;
  private static final int ENCODING_UTF_8 = 0x01;

  private static final int SET_IN_PROGRESS = 0;
  private static final int FIRMWARE_VERSION = 1;
  private static final int SYSTEM_NAME = 2;
  private static final int PRIMARY_OPERATING_SYSTEM_NAME = 3;
  private static final int OPERATING_SYSTEM_NAME = 4;

  private SystemInfoCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.APP)
        .add(0x58, Privilege.ADMINISTRATOR, 2, 2 + SystemInfo.BLOCK, SystemInfoCommands::set)
        .add(0x59, Privilege.USER, 4, SystemInfoCommands::get);
  }

  private static Response get(Request request, Caller caller) {
    if ((request.octet(0) & REVISION_ONLY) != 0) {
      return Response.of(REVISION);
    }
    int parameter = request.octet(1);
    int block = request.octet(2);
    if (parameter == SET_IN_PROGRESS) {
      return Response.of(REVISION, 0); // What is set holds at once.
    }
    Optional<byte[]> blocks = blocks(parameter, caller);
    if (blocks.isEmpty()) {
      return Response.code(NOT_SUPPORTED);
    }
    if (block >= SystemInfo.BLOCKS) {
      return Response.code(CompletionCode.OUT_OF_RANGE);
    }
    byte[] answer = new byte[2 + SystemInfo.BLOCK];
    answer[0] = REVISION;
    answer[1] = (byte) block;
    System.arraycopy(blocks.get(), block * SystemInfo.BLOCK, answer, 2, SystemInfo.BLOCK);
    return Response.of(answer);
  }

  private static Response set(Request request, Caller caller) {
    int parameter = request.octet(0);
    if (parameter == SET_IN_PROGRESS) {
      return Response.code(
          request.length() == 2 ? CompletionCode.OK : CompletionCode.INVALID_LENGTH);
    }
    Optional<byte[]> blocks = blocks(parameter, caller);
    if (blocks.isEmpty()) {
      return Response.code(NOT_SUPPORTED);
    }
    int block = request.octet(1);
    if (block >= SystemInfo.BLOCKS) {
      return Response.code(CompletionCode.OUT_OF_RANGE);
    }
    byte[] present = blocks.get();
    int from = block * SystemInfo.BLOCK;
    // A client may leave out the end of the last block.
    byte[] wanted = Arrays.copyOf(request.from(2), SystemInfo.BLOCK);
    if (parameter == SYSTEM_NAME) {
      boolean same = Arrays.equals(wanted, Arrays.copyOfRange(present, from, from + wanted.length));
      return Response.code(same ? CompletionCode.OK : READ_ONLY);
    }
    if (block == 0 && (wanted[1] & 0xff) > SystemInfo.LONGEST) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    if (block == 0) {
      Arrays.fill(present, (byte) 0);
      log(parameter, caller);
    }
    System.arraycopy(wanted, 0, present, from, wanted.length);
    return Response.of();
  }

  private static void log(int parameter, Caller caller) {
    String what =
        switch (parameter) {
          case FIRMWARE_VERSION -> "the system firmware's version";
          case PRIMARY_OPERATING_SYSTEM_NAME -> "the primary operating system's name";
          default -> "the operating system's name";
        };
    caller.log("IPMI system info: " + what + " set");
  }

  private static Optional<byte[]> blocks(int parameter, Caller caller) {
    SystemInfo told = caller.bmc().systemInfo();
    return switch (parameter) {
      case FIRMWARE_VERSION -> Optional.of(told.firmwareVersion());
      case SYSTEM_NAME -> Optional.of(text(caller.bmc().node().name()));
      case PRIMARY_OPERATING_SYSTEM_NAME -> Optional.of(told.primarySystemName());
      case OPERATING_SYSTEM_NAME -> Optional.of(told.systemName());
      default -> Optional.empty();
    };
  }

  private static byte[] text(String words) {
    byte[] octets = words.getBytes(UTF_8);
    int length = Math.min(octets.length, SystemInfo.LONGEST);
    byte[] blocks = new byte[SystemInfo.BLOCK * SystemInfo.BLOCKS];
    blocks[0] = ENCODING_UTF_8;
    blocks[1] = (byte) length;
    System.arraycopy(octets, 0, blocks, 2, length);
    return blocks;
  }
}
