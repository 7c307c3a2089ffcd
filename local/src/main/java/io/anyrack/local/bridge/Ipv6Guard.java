package io.anyrack.local.bridge;

import io.anyrack.local.ethernet.DropReason;
import io.anyrack.local.ethernet.Frame;
import io.anyrack.rack.sync.GuardedPort.Pair;
import java.util.List;
import java.util.Optional;

/**
 * What a guest may send as IPv6: neighbours talk over their link-local addresses, others have to be
 * allowed, and nobody plays router (RFC 6105) or DHCP server (RFC 7610).
 */
final class Ipv6Guard {
  private static final int HEADER = 40;
  private static final int LINK_LOCAL = 0xfe80;
  private static final int LINK_LOCAL_MASK = 0xffc0;
  private static final int MOST_EXTENSIONS = 8;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int UDP = 17;
  private static final int ICMPV6 = 58;
  private static final int ROUTER_ADVERTISEMENT = 134;
  private static final int DHCP_SERVER_PORT = 547;

  private final List<Pair> allowed;

  /** Lets these through beside link-local addresses. */
  Ipv6Guard(List<Pair> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** Whether a source MAC is that of an allowed pair. */
  boolean hasMac(long source) {
    for (Pair pair : allowed) {
      if (pair.mac().bits() == source) {
        return true;
      }
    }
    return false;
  }

  private boolean mayUse(Frame frame, int at) {
    if ((frame.u16(at) & LINK_LOCAL_MASK) == LINK_LOCAL || isUnspecified(frame, at)) {
      return true;
    }
    for (Pair pair : allowed) {
      if (pair.mac().bits() == frame.source()
          && pair.address().contains(ClaimReader.address(frame, at))) {
        return true;
      }
    }
    return false;
  }

  Optional<DropReason> check(Frame frame) {
    int at = Frame.HEADER;
    if (frame.length() < at + HEADER || frame.u8(at) >>> 4 != 6) {
      return Optional.of(DropReason.MALFORMED);
    }
    if (!mayUse(frame, at + 8)) {
      return Optional.of(DropReason.IP_SPOOF);
    }
    return checkUpperLayer(frame, frame.u8(at + 6), at + HEADER);
  }

  private static boolean isUnspecified(Frame frame, int at) {
    return (frame.i32(at) | frame.i32(at + 4) | frame.i32(at + 8) | frame.i32(at + 12)) == 0;
  }

  /** RFC 7113 §3: the whole chain of headers is walked, or the packet does not pass. */
  private static Optional<DropReason> checkUpperLayer(Frame frame, int first, int start) {
    int next = first;
    int at = start;
    for (int i = 0; i < MOST_EXTENSIONS; i++) {
      switch (next) {
        case HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS -> {
          if (frame.length() < at + 8) {
            return Optional.of(DropReason.MALFORMED);
          }
          next = frame.u8(at);
          at += (frame.u8(at + 1) + 1) * 8;
        }
        case FRAGMENT -> {
          if (frame.length() < at + 8) {
            return Optional.of(DropReason.MALFORMED);
          }
          if (frame.u16(at + 2) >>> 3 != 0) {
            return Optional.empty();
          }
          next = frame.u8(at);
          at += 8;
        }
        case ICMPV6 -> {
          if (frame.length() < at + 4) {
            return Optional.of(DropReason.MALFORMED);
          }
          return frame.u8(at) == ROUTER_ADVERTISEMENT
              ? Optional.of(DropReason.ROUTER_ADVERTISEMENT)
              : Optional.empty();
        }
        case UDP -> {
          if (frame.length() < at + 4) {
            return Optional.of(DropReason.MALFORMED);
          }
          return frame.u16(at) == DHCP_SERVER_PORT
              ? Optional.of(DropReason.DHCP_SERVER)
              : Optional.empty();
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(DropReason.MALFORMED);
  }
}
