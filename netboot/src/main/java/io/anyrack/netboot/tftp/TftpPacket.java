package io.anyrack.netboot.tftp;

import java.util.Arrays;
import java.util.SequencedMap;

/** A TFTP packet (RFC 1350 §5, RFC 2347). */
sealed interface TftpPacket {
  /**
   * A client wants a file.
   *
   * @param file its name
   * @param mode {@code octet} or {@code netascii}, in lower case
   * @param options the options asked for, names in lower case
   */
  record ReadRequest(String file, String mode, SequencedMap<String, String> options)
      implements TftpPacket {}

  /** A client wants to store a file. */
  record WriteRequest(String file) implements TftpPacket {}

  /** A block of the file; shorter than the agreed size: the last one. */
  @SuppressWarnings("ArrayRecordComponent") // a packet on its way, compared by nobody
  record Data(int block, byte[] content) implements TftpPacket {}

  /** All blocks up to this one have come. */
  record Ack(int block) implements TftpPacket {}

  /** The transfer is over. */
  record Failure(ErrorCode code, String message) implements TftpPacket {}

  /** The server agrees to these options (RFC 2347). */
  record OptionAck(SequencedMap<String, String> options) implements TftpPacket {}

  /** Why a transfer is over (RFC 1350 §5, RFC 2347). */
  enum ErrorCode {
    NOT_DEFINED(0),
    FILE_NOT_FOUND(1),
    ACCESS_VIOLATION(2),
    DISK_FULL(3),
    ILLEGAL_OPERATION(4),
    UNKNOWN_TRANSFER(5),
    FILE_EXISTS(6),
    NO_SUCH_USER(7),
    OPTIONS_REFUSED(8);

    private final int number;

    ErrorCode(int number) {
      this.number = number;
    }

    /** The value on the wire. */
    int number() {
      return number;
    }

    /** The code of {@code number}; numbers not known mean no more than "an error". */
    static ErrorCode of(int number) {
      return Arrays.stream(values())
          .filter(code -> code.number == number)
          .findFirst()
          .orElse(NOT_DEFINED);
    }
  }
}
