package io.anyrack.cli.remote;

import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.keystone.AccessRule;
import io.anyrack.openstack.keystone.Catalogue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The calls a rack's service makes while the rack stands: all of them to Nova. The rack itself is
 * made and changed from the user's machine, with the user's own rights.
 */
final class ServiceRules {
  private static final String COMPUTE = "compute";

  private ServiceRules() {}

  /**
   * The rules of an application credential (Identity API v3, access rules).
   *
   * @param config the user's cloud
   * @param catalogue where its services are: Keystone compares whole paths
   */
  static List<AccessRule> of(CloudConfig config, Catalogue catalogue) {
    String url =
        Optional.ofNullable(config.endpoints().get(COMPUTE))
            .or(() -> catalogue.url(List.of(COMPUTE), config.region(), config.face()))
            .orElseThrow(() -> new RemoteException("the cloud's catalogue has no compute service"));
    String base = URI.create(url).getPath().replaceFirst("/*$", "");
    if (!base.matches(".*/v2(\\.[0-9]+)?(/.*)?")) {
      base += "/v2.1";
    }
    // Version documents are before the project, where a catalogue has it in the path.
    String version = base.replaceFirst("(/v2(\\.[0-9]+)?)(/.*)?$", "$1");
    List<AccessRule> rules = new ArrayList<>();
    for (String path : List.of(version, version + "/")) {
      rules.add(new AccessRule(COMPUTE, "GET", path));
    }
    rules.add(new AccessRule(COMPUTE, "GET", base + "/servers/detail"));
    rules.add(new AccessRule(COMPUTE, "GET", base + "/servers/*"));
    rules.add(new AccessRule(COMPUTE, "POST", base + "/servers/*/action"));
    rules.add(new AccessRule(COMPUTE, "POST", base + "/servers/*/remote-consoles"));
    return List.copyOf(rules);
  }
}
