package io.anyrack.fakestack.contract;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.world.Quota;
import io.anyrack.fakestack.world.Settings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The fake cloud keeps the contracts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FakeContractTest {
  private final FakeStack stack = FakeStack.start();
  private final FakeStack serial = FakeStack.start();

  /** The networks are one that the project has, and that of a test. */
  private final FakeStack small =
      FakeStack.start(
          Settings.DEFAULT.withQuota(
              Quota.DEFAULT
                  .with(Quota.Limit.INSTANCES, 0)
                  .with(Quota.Limit.NETWORKS, 2)
                  .with(Quota.Limit.GIGABYTES, 10)));

  @AfterAll
  void close() {
    stack.close();
    serial.close();
    small.close();
  }

  @Nested
  final class Keystone extends KeystoneContract {
    @Override
    Access access() {
      return Access.to(stack);
    }
  }

  @Nested
  final class Neutron extends NeutronContract {
    @Override
    Access access() {
      return Access.to(stack);
    }
  }

  @Nested
  final class DhcpOption extends DhcpOptionContract {
    @Override
    Access access() {
      return Access.to(stack);
    }
  }

  @Nested
  final class ServerCreation extends ServerCreationContract {
    @Override
    Access access() {
      return Access.to(stack);
    }
  }

  @Nested
  final class ServerState extends ServerStateContract {
    @Override
    Access access() {
      return Access.to(stack);
    }
  }

  @Nested
  final class SerialConsole extends SerialConsoleContract {
    @Override
    Access access() {
      serial.hypervisor().offerSerialConsoles((id, text) -> serial.hypervisor().print(id, text));
      return Access.to(serial);
    }
  }

  @Nested
  final class Glance extends GlanceContract {
    @Override
    Access access() {
      return Access.to(stack);
    }
  }

  @Nested
  final class Cinder extends CinderContract {
    @Override
    Access access() {
      return Access.to(stack);
    }
  }

  @Nested
  final class Quotas extends QuotaContract {
    @Override
    Access access() {
      return Access.to(small);
    }

    @Override
    Limited limit(String service, String what, int most) {
      return () -> {};
    }
  }
}
