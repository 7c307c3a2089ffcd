package io.anyrack.fakestack.contract;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** A real cloud keeps the contracts: what the fake one is made after. */
@Tag("openstack")
final class OpenstackContractTest {
  @Nested
  final class Keystone extends KeystoneContract {
    @Override
    Access access() {
      return Access.toRealCloud();
    }
  }

  @Nested
  final class Neutron extends NeutronContract {
    @Override
    Access access() {
      return Access.toRealCloud();
    }
  }

  @Nested
  final class DhcpOption extends DhcpOptionContract {
    @Override
    Access access() {
      return Access.toRealCloud();
    }
  }

  @Nested
  final class ServerCreation extends ServerCreationContract {
    @Override
    Access access() {
      return Access.toRealCloud();
    }
  }

  @Nested
  final class ServerState extends ServerStateContract {
    @Override
    Access access() {
      return Access.toRealCloud();
    }
  }

  @Nested
  final class SerialConsole extends SerialConsoleContract {
    @Override
    Access access() {
      return Access.toRealCloud();
    }
  }

  @Nested
  final class Glance extends GlanceContract {
    @Override
    Access access() {
      return Access.toRealCloud();
    }
  }

  @Nested
  final class Cinder extends CinderContract {
    @Override
    Access access() {
      return Access.toRealCloud();
    }
  }

  /** The operator, {@code admin} in the same file, sets quotas and sets them back. */
  @Nested
  final class Quota extends QuotaContract {
    @Override
    Access access() {
      return Access.toRealCloud();
    }

    @Override
    Limited limit(String service, String what, int most) {
      try (Wire member = new Wire(access())) {
        return new OperatorQuota(
            Access.toRealCloud("admin"), member.projectId, service, what, most);
      }
    }
  }
}
