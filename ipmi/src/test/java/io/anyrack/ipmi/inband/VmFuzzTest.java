package io.anyrack.ipmi.inband;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;

/** The octets that come from a machine's system interface, made by a fuzzer. */
class VmFuzzTest {
  @FuzzTest(maxDuration = "3m")
  void octets(byte[] octets) {
    VmDecoder decoder = new VmDecoder(272);
    for (byte octet : octets) {
      Optional<VmMessage> message = decoder.add(octet);
      assertThat(message.map(found -> found.request().length()).orElse(0)).isLessThan(272);
    }
  }
}
