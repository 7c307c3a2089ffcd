package io.anyrack.ipmi.inband;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.anyrack.ipmi.FakeNode;
import io.anyrack.ipmi.Parts;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.ipmi.command.Bmc;
import io.anyrack.ipmi.command.Caller;
import io.anyrack.ipmi.command.CommandTable;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.sol.SolLimits;
import java.time.Instant;
import java.util.Arrays;
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

  /** What a guest's root can say: network function, command and data of up to 32 commands. */
  @FuzzTest(maxDuration = "3m")
  void commands(byte[] octets) {
    FakeNode node = new FakeNode();
    try (Bmc bmc =
        new Bmc(
            TestBmc.of(node),
            623,
            () -> FakeNode.SINCE,
            () -> Instant.EPOCH,
            SessionLimits.DEFAULT,
            SolLimits.DEFAULT,
            () -> {})) {
      CommandTable table = CommandTable.standard();
      VmDecoder decoder = new VmDecoder(272);
      for (byte[] part : Parts.of(octets, 32)) {
        if (part.length < 2) {
          continue;
        }
        byte[] data = Arrays.copyOfRange(part, 2, part.length);
        Request request = new Request(part[0] >> 2 & 0x3e, part[0] & 3, part[1] & 0xff, data);
        Response response = table.execute(request, new Caller.InBand(bmc));
        assertThat(response.completionCode()).as("FFh would be a bug of ours").isNotEqualTo(0xff);
        Optional<VmMessage> read = Optional.empty();
        for (byte octet : new VmMessage(7, request).answer(response)) {
          read = decoder.add(octet);
        }
        assertThat(read.map(answer -> answer.request().octet(0)))
            .as("the answer is whole")
            .contains(response.completionCode());
      }
    }
  }
}
