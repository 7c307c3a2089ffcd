package io.anyrack.netboot.dns;

/**
 * A question to the server (RFC 1035 §4.1).
 *
 * @param id given back in the response
 * @param opcode what is asked for; 0: a standard query
 * @param recursionDesired given back in the response
 * @param name the name asked for, as written, without the last dot; "" is the root
 * @param type the record type asked for, such as 1 for A
 * @param recordClass 1: the Internet
 * @param question the octets of the question, for the response
 * @param limit the longest response the client takes, in octets (RFC 6891 §6.2.3)
 * @param edns whether the client speaks EDNS
 */
@SuppressWarnings("ArrayRecordComponent") // octets for the response, compared by nobody
record DnsQuery(
    int id,
    int opcode,
    boolean recursionDesired,
    String name,
    int type,
    int recordClass,
    byte[] question,
    int limit,
    boolean edns) {
  static final int INTERNET = 1;
  static final int A = 1;
  static final int PTR = 12;
  static final int AAAA = 28;
  static final int ANY = 255;
}
