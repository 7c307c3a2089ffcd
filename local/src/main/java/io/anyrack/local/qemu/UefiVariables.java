package io.anyrack.local.qemu;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import io.anyrack.rack.cloud.MachineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The variables in a flash of UEFI firmware: a firmware volume (PI 1.7, volume 3 §3.2.1) that holds
 * EDK II's authenticated variable store. Immutable.
 */
final class UefiVariables {
  private static final UUID STORE = UUID.fromString("aaf32c78-947b-439a-a180-2e144ec37792");
  private static final int VOLUME_SIGNATURE = 0x4856465f;
  private static final int SIGNATURE_AT = 0x28;
  private static final int HEADER_LENGTH_AT = 0x30;
  private static final int STORE_HEADER = 28;
  private static final int RECORD_HEADER = 60;
  private static final short RECORD = 0x55aa;
  private static final byte ERASED = (byte) 0xff;

  /** States of a record: there; there until another of its name is. */
  private static final byte ADDED = 0x3f;

  private static final byte IN_TRANSITION = 0x3e;

  private final byte[] flash;
  private final int begin;
  private final int end;
  private final List<Variable> variables;

  /** What a variable is known by. */
  record Name(UUID vendor, String name) {}

  /** A variable as it stands in the store, header and all; its octets belong to it. */
  @SuppressWarnings("ArrayRecordComponent")
  record Variable(Name name, byte[] octets) {
    /** One that is kept and that only firmware sees. */
    static Variable ofFirmware(Name name, byte value) {
      byte[] text = (name.name() + "\0").getBytes(UTF_16LE);
      ByteBuffer octets =
          ByteBuffer.allocate(RECORD_HEADER + text.length + 1).order(ByteOrder.LITTLE_ENDIAN);
      octets.putShort(RECORD).put(ADDED).put((byte) 0).putInt(0x3);
      octets.position(36).putInt(text.length).putInt(1);
      put(octets, name.vendor());
      return new Variable(name, octets.put(text).put(value).array());
    }

    /** Its first octet of data. */
    byte value() {
      ByteBuffer record = little(octets);
      int at = RECORD_HEADER + record.getInt(36);
      return at < octets.length ? octets[at] : 0;
    }
  }

  private UefiVariables(byte[] flash, int begin, int end, List<Variable> variables) {
    this.flash = flash;
    this.begin = begin;
    this.end = end;
    this.variables = List.copyOf(variables);
  }

  /** Reads a flash; empty: it holds no such store. */
  static Optional<UefiVariables> read(byte[] flash) {
    ByteBuffer octets = little(flash);
    if (flash.length < HEADER_LENGTH_AT + 2 || octets.getInt(SIGNATURE_AT) != VOLUME_SIGNATURE) {
      return Optional.empty();
    }
    int store = Short.toUnsignedInt(octets.getShort(HEADER_LENGTH_AT));
    if (store + STORE_HEADER > flash.length || !uuid(octets, store).equals(STORE)) {
      return Optional.empty();
    }
    int size = octets.getInt(store + 16);
    if (size < STORE_HEADER || size > flash.length - store) {
      return Optional.empty();
    }
    int begin = store + STORE_HEADER;
    int end = store + size;
    return Optional.of(new UefiVariables(flash.clone(), begin, end, records(octets, begin, end)));
  }

  private static List<Variable> records(ByteBuffer octets, int begin, int end) {
    List<Variable> added = new ArrayList<>();
    List<Variable> leaving = new ArrayList<>();
    int at = begin;
    while (at <= end - RECORD_HEADER && octets.getShort(at) == RECORD) {
      int name = octets.getInt(at + 36);
      int data = octets.getInt(at + 40);
      int room = end - at - RECORD_HEADER;
      if (name < 2 || data < 0 || name > room || data > room - name) {
        break;
      }
      byte state = octets.get(at + 2);
      if (state == ADDED || state == IN_TRANSITION) {
        var octetsOf = new byte[RECORD_HEADER + name + data];
        octets.get(at, octetsOf);
        octetsOf[2] = ADDED;
        String text = new String(octetsOf, RECORD_HEADER, name - 2, UTF_16LE);
        (state == ADDED ? added : leaving)
            .add(new Variable(new Name(uuid(octets, at + 44), text), octetsOf));
      }
      at = aligned(at + RECORD_HEADER + name + data);
    }
    leaving.stream()
        .filter(old -> added.stream().noneMatch(each -> each.name().equals(old.name())))
        .forEach(added::add);
    return added;
  }

  /** A variable, if it is there. */
  Optional<Variable> get(Name name) {
    return variables.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The same with a variable, in place of one of its name. */
  UefiVariables with(Variable variable) {
    return new UefiVariables(
        flash,
        begin,
        end,
        Stream.concat(without(Set.of(variable.name())).variables.stream(), Stream.of(variable))
            .toList());
  }

  /** The same without some. */
  UefiVariables without(Set<Name> names) {
    return new UefiVariables(
        flash,
        begin,
        end,
        variables.stream().filter(each -> !names.contains(each.name())).toList());
  }

  /**
   * The flash that holds these variables and what else was in it.
   *
   * @throws MachineException if there is no room for them
   */
  byte[] flash() {
    byte[] written = flash.clone();
    Arrays.fill(written, begin, end, ERASED);
    int at = begin;
    for (Variable variable : variables) {
      byte[] octets = variable.octets();
      if (octets.length > end - at) {
        throw new MachineException(
            "the UEFI variables are full: there is no room for " + variable.name().name());
      }
      System.arraycopy(octets, 0, written, at, octets.length);
      at = aligned(at + octets.length);
    }
    return written;
  }

  private static int aligned(int at) {
    return (at + 3) & ~3;
  }

  private static ByteBuffer little(byte[] octets) {
    return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** UEFI 2.10, appendix A: the first three fields are little-endian, the rest is octets. */
  private static UUID uuid(ByteBuffer octets, int at) {
    long most =
        ((octets.getInt(at) & 0xffffffffL) << 32)
            | ((octets.getShort(at + 4) & 0xffffL) << 16)
            | (octets.getShort(at + 6) & 0xffffL);
    return new UUID(most, Long.reverseBytes(octets.getLong(at + 8)));
  }

  private static void put(ByteBuffer octets, UUID uuid) {
    long most = uuid.getMostSignificantBits();
    octets.putInt((int) (most >>> 32)).putShort((short) (most >>> 16)).putShort((short) most);
    octets.putLong(Long.reverseBytes(uuid.getLeastSignificantBits()));
  }
}
