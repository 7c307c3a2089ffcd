package io.anyrack.netboot.dns;

import java.util.List;

/**
 * What the server answers (RFC 1035 §4.1.1).
 *
 * @param code how it went
 * @param authoritative whether the name is the rack's own
 * @param records the answers, all of the name asked for
 */
record DnsResponse(Code code, boolean authoritative, List<DnsRecord> records) {
  /** How it went. */
  enum Code {
    NOERROR(0),
    FORMERR(1),
    SERVFAIL(2),
    NXDOMAIN(3),
    NOTIMP(4),
    REFUSED(5);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    /** The value on the wire. */
    int number() {
      return number;
    }
  }

  /** Answers of the rack's own names; an empty list says that the name has no such record. */
  static DnsResponse own(List<DnsRecord> records) {
    return new DnsResponse(Code.NOERROR, true, records);
  }

  /** Answers learned from the host's resolver. */
  static DnsResponse forwarded(List<DnsRecord> records) {
    return new DnsResponse(Code.NOERROR, false, records);
  }

  /** No answer. */
  static DnsResponse failed(Code code) {
    return new DnsResponse(code, false, List.of());
  }

  /** None of the rack's own names. */
  static DnsResponse noSuchName() {
    return new DnsResponse(Code.NXDOMAIN, true, List.of());
  }
}
