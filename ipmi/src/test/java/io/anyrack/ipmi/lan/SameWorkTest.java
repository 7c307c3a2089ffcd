package io.anyrack.ipmi.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.TestBmc;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An unknown user cannot be told from a wrong password by what the BMC has to do for them: the work
 * of a login is its MACs, and they are counted, with the octets that go through them.
 */
final class SameWorkTest {
  private static final InetSocketAddress PEER = LanHarness.peer(1, 40000);
  private static final int ADMIN = 4;

  private final Counting counting = new Counting();
  private final LanHarness lan = new LanHarness();

  @BeforeEach
  void count() {
    assertThat(Security.insertProviderAt(counting, 1)).isEqualTo(1);
  }

  @AfterEach
  void remove() {
    Security.removeProvider(counting.getName());
  }

  /** What a login costs until it is refused, message by message. */
  private record Work(long rakp1Macs, long rakp1Octets, long rakp3Macs, long rakp3Octets) {}

  private Work work(int suite, String user) {
    RemoteConsole console = new RemoteConsole(lan, PEER, suite, user, "wrong", ADMIN);
    assertThat(console.openSession()).isTrue();
    long macs = counting.macs.get();
    long octets = counting.octets.get();
    assertThat(console.rakp1()).isTrue();
    long rakp1Macs = counting.macs.get() - macs;
    long rakp1Octets = counting.octets.get() - octets;
    byte[] rakp3 = console.rakp3Packet();
    macs = counting.macs.get();
    octets = counting.octets.get();
    List<byte[]> answer = lan.send(rakp3, PEER);
    Work work =
        new Work(
            rakp1Macs, rakp1Octets, counting.macs.get() - macs, counting.octets.get() - octets);
    assertThat(RemoteConsole.payload(answer.getFirst())[1]).as("refused").isEqualTo((byte) 0x0f);
    return work;
  }

  @ParameterizedTest(name = "suite {0}")
  @ValueSource(ints = {3, 17})
  void anUnknownUserIsAsMuchWorkAsAWrongPassword(int suite) {
    Work wrong = work(suite, "admin");
    Work unknown = work(suite, "nadim");

    assertThat(unknown).isEqualTo(wrong);
    assertThat(wrong.rakp1Macs()).isEqualTo(1);
    assertThat(wrong.rakp3Macs()).isEqualTo(1);
  }

  @ParameterizedTest(name = "suite {0}")
  @ValueSource(ints = {3, 17})
  void theCountIsThatOfARealLogin(int suite) {
    RemoteConsole console = new RemoteConsole(lan, PEER, suite, "admin", TestBmc.PASSWORD, ADMIN);
    long before = counting.macs.get();

    assertThat(console.login()).isTrue();

    assertThat(counting.macs.get() - before).isGreaterThan(4);
  }

  /** Counts what goes through MACs, which Java's own provider makes. */
  private static final class Counting extends Provider {
    private static final long serialVersionUID = 1;

    private final transient AtomicLong macs = new AtomicLong();
    private final transient AtomicLong octets = new AtomicLong();

    Counting() {
      super("Counting", "1", "counts MACs");
      for (String name : List.of("HmacSHA1", "HmacSHA256")) {
        putService(new Counted(this, name));
      }
    }

    private static final class Counted extends Service {
      private final Counting counting;

      Counted(Counting counting, String name) {
        super(counting, "Mac", name, CountedMac.class.getName(), new ArrayList<>(), null);
        this.counting = counting;
      }

      @Override
      public Object newInstance(Object parameter) {
        try {
          return new CountedMac(counting, Mac.getInstance(getAlgorithm(), "SunJCE"));
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static final class CountedMac extends MacSpi {
    private final Counting counting;
    private final Mac mac;

    CountedMac(Counting counting, Mac mac) {
      this.counting = counting;
      this.mac = mac;
    }

    @Override
    protected int engineGetMacLength() {
      return mac.getMacLength();
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec parameters) {
      try {
        mac.init(key);
        counting.octets.addAndGet(Optional.ofNullable(key.getEncoded()).orElseThrow().length);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected void engineUpdate(byte input) {
      counting.octets.incrementAndGet();
      mac.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      counting.octets.addAndGet(length);
      mac.update(input, offset, length);
    }

    @Override
    protected byte[] engineDoFinal() {
      counting.macs.incrementAndGet();
      return mac.doFinal();
    }

    @Override
    protected void engineReset() {
      mac.reset();
    }
  }
}
