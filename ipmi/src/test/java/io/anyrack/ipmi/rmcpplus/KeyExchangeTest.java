package io.anyrack.ipmi.rmcpplus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes computed with Python's hmac module from the texts of IPMI 2.0 §13.31. */
class KeyExchangeTest {
  private static final String RAKP_1 =
      """
      08 000000 04030201 000102030405060708090a0b0c0d0e0f 14 0000 05 61646d696e
      """;

  @ParameterizedTest
  @CsvSource({
    "SUITE_3, 2929756c0c66f42cea53be0fb868ba28463bd208,"
        + " 340602966f982b914e1c3514f2e2f32e9209de6f, db74978b2bbb63c2b330be20",
    "SUITE_17, 3863bf25390f6c279ea11f60590b81c1b588d53e9e5a380c76ef9ae98f79cbab,"
        + " ef09b9ea9656312964224146f3585ef8e78104e44c598ad81961e77942087cfe,"
        + " a928cf33a227a9600334ebf1702999de",
  })
  void rakpMessages(CipherSuite suite, String rakp2, String rakp3, String rakp4) {
    Nonce bmcRandom = Nonce.of(octets("101112131415161718191a1b1c1d1e1f"));
    Nonce guid = Nonce.of(octets("ffeeddccbbaa99887766554433221100"));
    KeyExchange exchange =
        new KeyExchange(
            suite,
            "correct horse".getBytes(US_ASCII),
            0xa0a2a3a4,
            Rakp1.parse(buffer(RAKP_1)).orElseThrow(),
            bmcRandom,
            guid);
    ByteBuffer out = buffer("00".repeat(80));

    exchange.writeRakp2(out);
    assertThat(written(out))
        .isEqualTo(
            "08000000"
                + "a4a3a2a0"
                + "101112131415161718191a1b1c1d1e1f"
                + "ffeeddccbbaa99887766554433221100"
                + rakp2);
    exchange.writeRakp4(9, out);
    assertThat(written(out)).isEqualTo("09000000" + "a4a3a2a0" + rakp4);
    assertThat(Rakp3.parse(buffer("09000000 04030201" + rakp3)).orElseThrow().proves(exchange))
        .isTrue();
    assertThat(Rakp3.parse(buffer("09000000 04030201")).orElseThrow().proves(exchange)).isFalse();
  }

  private static String written(ByteBuffer out) {
    byte[] octets = new byte[out.flip().remaining()];
    out.get(octets);
    out.clear();
    return HexFormat.of().formatHex(octets);
  }

  private static ByteBuffer buffer(String hex) {
    return ByteBuffer.wrap(octets(hex)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }
}
