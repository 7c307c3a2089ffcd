package io.anyrack.cli.remote;

import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.keystone.AccessRule;
import io.anyrack.openstack.keystone.Catalogue;
import io.anyrack.rack.model.Rack;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The calls a rack's service makes while the rack stands: to Nova, and to Neutron if it does
 * address sync. The rack itself is made and changed from the user's machine, with the user's own
 * rights.
 */
final class ServiceRules {
  private static final String COMPUTE = "compute";
  private static final String NETWORK = "network";
  private static final Pattern VERSION = Pattern.compile("(/v2(?:\\.[0-9]+)?)(?:/|$)");

  private ServiceRules() {}

  /** What address sync changes. */
  enum Sync {
    /** Nothing: there is none. */
    NONE,
    /** The nodes' ports. */
    PORTS,
    /** The nodes' ports, and the routes of the rack's own networks. */
    PORTS_AND_ROUTES;

    /** By a rack's file. */
    static Sync of(Rack rack) {
      if (rack.sync().isEmpty()) {
        return NONE;
      }
      return rack.networks().stream().allMatch(network -> network.routing().existing())
          ? PORTS
          : PORTS_AND_ROUTES;
    }
  }

  /**
   * The rules of an application credential (Identity API v3, access rules).
   *
   * @param config the user's cloud
   * @param catalogue where its services are: Keystone compares whole paths
   * @param sync what of address sync it does
   */
  static List<AccessRule> of(CloudConfig config, Catalogue catalogue, Sync sync) {
    List<AccessRule> rules = new ArrayList<>(compute(path(config, catalogue, COMPUTE)));
    if (sync != Sync.NONE) {
      rules.addAll(network(path(config, catalogue, NETWORK), sync));
    }
    return List.copyOf(rules);
  }

  /** All rules that a service's credential may have, whatever its rack is like. */
  static Set<AccessRule> all(CloudConfig config, Catalogue catalogue) {
    return Stream.of(Sync.values())
        .flatMap(sync -> of(config, catalogue, sync).stream())
        .collect(Collectors.toSet());
  }

  private static String path(CloudConfig config, Catalogue catalogue, String service) {
    String url =
        Optional.ofNullable(config.endpoints().get(service))
            .or(() -> catalogue.url(List.of(service), config.region(), config.face()))
            .orElseThrow(
                () -> new RemoteException("the cloud's catalogue has no " + service + " service"));
    return URI.create(url).getPath().replaceFirst("/*$", "");
  }

  /** As Neutron sees its paths, and as a web server before it does. */
  private static List<AccessRule> network(String path, Sync sync) {
    String before = path.replaceFirst("/v2\\.0$", "");
    List<AccessRule> rules = new ArrayList<>();
    for (String base : before.isEmpty() ? List.of("") : List.of(before, "")) {
      rules.add(new AccessRule(NETWORK, "GET", base + "/v2.0/ports"));
      rules.add(new AccessRule(NETWORK, "GET", base + "/v2.0/ports/*"));
      rules.add(new AccessRule(NETWORK, "GET", base + "/v2.0/subnets"));
      rules.add(new AccessRule(NETWORK, "PUT", base + "/v2.0/ports/*"));
      if (sync == Sync.PORTS_AND_ROUTES) {
        rules.add(new AccessRule(NETWORK, "PUT", base + "/v2.0/subnets/*"));
      }
    }
    return rules;
  }

  private static List<AccessRule> compute(String given) {
    String path = given;
    if (!VERSION.matcher(path).find()) {
      path += "/v2.1";
    }
    Matcher version = VERSION.matcher(path);
    if (!version.find()) {
      throw new AssertionError(path + " has a version by now");
    }
    List<AccessRule> rules = new ArrayList<>();
    rules(path.substring(0, version.end(1)), path, rules);
    // Behind a web server Nova may see the path without what the server is told apart by.
    if (version.start(1) > 0) {
      rules(version.group(1), path.substring(version.start(1)), rules);
    }
    return List.copyOf(rules);
  }

  /** A version document is before the project, where a catalogue has it in the path. */
  private static void rules(String version, String base, List<AccessRule> rules) {
    rules.add(new AccessRule(COMPUTE, "GET", version));
    rules.add(new AccessRule(COMPUTE, "GET", version + "/"));
    rules.add(new AccessRule(COMPUTE, "GET", base + "/servers/detail"));
    rules.add(new AccessRule(COMPUTE, "GET", base + "/servers/*"));
    rules.add(new AccessRule(COMPUTE, "POST", base + "/servers/*/action"));
    rules.add(new AccessRule(COMPUTE, "POST", base + "/servers/*/remote-consoles"));
  }
}
