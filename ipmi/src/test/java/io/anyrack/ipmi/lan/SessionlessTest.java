package io.anyrack.ipmi.lan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked before a session: packets in, packets out. */
class SessionlessTest {
  private final LanHarness lan = new LanHarness();

  @Test
  void aPresencePingGetsAPong() {
    assertThat(lan.sendHex("0600ff06 000011be 80 2a 00 00"))
        .containsExactly(
            "0600ff06"
                + "000011be"
                + "402a0010"
                + "000011be00000000810000000000000000".substring(0, 32));
  }

  @Test
  void aPresencePingLeavesTheNextPacketAlone() {
    lan.sendHex("0600ff06 000011be 80 2a 00 00");
    assertThat(lan.sendHex(plus("20 18 c8 81 04 54 0e 00 80 99"))).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "06/38 with the v2 bit       | 20 18 c8 81 04 38 8e 04 b1    | 81 1c 63 20 04 38 00 01 80"
            + " 04 02 00 00 00 00 1d",
        "06/38 as IPMI 1.5 asks      | 20 18 c8 81 04 38 0e 04 31    | 81 1c 63 20 04 38 00 01 00"
            + " 04 00 00 00 00 00 9f",
        "06/38 for a channel not here| 20 18 c8 81 04 38 83 04 bc    | 81 1c 63 20 04 38 cc d8",
        "06/39 Get Session Challenge | 20 18 c8 81 04 39 00 42       | 81 1c 63 20 04 39 c1 e2",
        "06/37 Get System GUID       | 20 18 c8 81 04 37 44          | 81 1c 63 20 04 37 00 ff ee"
            + " dd cc bb aa 99 88 77 66 55 44 33 22 11 00 ad",
        "06/54 by suite              | 20 18 c8 81 04 54 0e 00 80 99 | 81 1c 63 20 04 54 00 01 c0"
            + " 03 01 41 81 c0 11 03 44 81 68",
        "06/54 by algorithm          | 20 18 c8 81 04 54 0e 00 00 19 | 81 1c 63 20 04 54 00 01 01"
            + " 03 41 44 81 7d",
        "06/54 past the end          | 20 18 c8 81 04 54 0e 00 81 98 | 81 1c 63 20 04 54 00 01 87",
        "00/01 needs a session       | 20 00 e0 81 04 01 7a          | 81 04 7b 20 04 01 d4 07",
        "2c/00 does not exist        | 20 b0 30 81 04 00 dc 9f       | 81 b4 cb 20 04 00 c1 1b",
      })
  void commandsBeforeASession(String name, String request, String response) {
    assertThat(lan.sendHex(ipmi15(request))).as("as IPMI 1.5").containsExactly(ipmi15(response));
    assertThat(lan.sendHex(plus(request))).as("as RMCP+").containsExactly(plus(response));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing                         | ''",
        "a lone RMCP header              | 0600ff07",
        "another RMCP version            | 0500ff07 00 00000000 00000000 07 2018c881043744",
        "an RMCP acknowledgement         | 0600ff87 00 00000000 00000000 07 2018c881043744",
        "an ASF message that is no ping  | 0600ff06 000011be 40 2a 00 00",
        "a wrong header checksum         | 0600ff07 00 00000000 00000000 07 2018c981043743",
        "a wrong message checksum        | 0600ff07 00 00000000 00000000 07 2018c881043745",
        "a length beyond the datagram    | 0600ff07 00 00000000 00000000 08 2018c881043744",
        "an IPMI 1.5 session             | 0600ff07 00 01000000 01000000 07 2018c881043744",
        "IPMI 1.5 with MD5               | 0600ff07 02 01000000 01000000"
            + " 00000000000000000000000000000000 07 2018c881043744",
        "an answer instead of a request  | 0600ff07 00 00000000 00000000 07 201cc481043744",
        "another responder               | 0600ff07 00 00000000 00000000 07 2218c681043744",
        "an Open Session Response        | 0600ff07 06 11 00000000 00000000 0800 0000040004030201",
        "a RAKP Message 2                | 0600ff07 06 13 00000000 00000000 0800 0000000004030201",
        "a RAKP Message 4                | 0600ff07 06 15 00000000 00000000 0800 0000000004030201",
        "serial over LAN without session | 0600ff07 06 01 00000000 00000000 0400 01000000",
        "an OEM payload                  | 0600ff07 06 02 00000000 00000000 0400 01000000",
        "a session that is not there     | 0600ff07 06 c0 78563412 01000000 0400 01000000",
        "a short Open Session Request    | 0600ff07 06 10 00000000 00000000 0800 0000000004030201",
        "a short RAKP Message 1          | 0600ff07 06 12 00000000 00000000 0800 0000000004030201",
      })
  void whatIsNoQuestionForABmcIsDropped(String name, String packet) {
    assertThat(lan.sendHex(packet)).isEqualTo(List.of());
  }

  private static String ipmi15(String message) {
    String hex = message.replace(" ", "");
    return "0600ff07" + "00" + "00000000" + "00000000" + "%02x".formatted(hex.length() / 2) + hex;
  }

  private static String plus(String message) {
    String hex = message.replace(" ", "");
    String length = "%02x00".formatted(hex.length() / 2);
    return "0600ff07" + "0600" + "00000000" + "00000000" + length + hex;
  }
}
