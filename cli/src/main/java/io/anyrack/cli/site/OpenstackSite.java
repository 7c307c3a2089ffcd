package io.anyrack.cli.site;

import io.anyrack.cli.host.Host;
import io.anyrack.openstack.image.BootMediaBuilder;
import io.anyrack.openstack.image.MediaCatalogue;
import io.anyrack.openstack.machine.NovaNodeShapes;
import io.anyrack.openstack.resource.NodeShapes;
import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.Cloud;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.node.Node;
import io.anyrack.service.Site;
import io.anyrack.service.state.StateDirectory;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** A rack in a project of an OpenStack cloud. */
final class OpenstackSite {
  /** Making a boot medium is a matter of a second. */
  private static final Duration MEDIUM_LIMIT = Duration.ofMinutes(1);

  private OpenstackSite() {}

  /** A cloud, and what a boot server must know of its machines. */
  record Parts(Cloud cloud, TenantSite.Machines machines) {}

  static Site open(
      CloudAccess access,
      CloudSpec.Openstack spec,
      StateDirectory state,
      Rack rack,
      Function<String, Optional<Node>> nodes,
      Site.BootLog log) {
    Parts parts = cloud(access, spec, rack.name());
    Clock clock = Clock.systemUTC();
    OrderedCloud cloud =
        new OrderedCloud(parts.cloud(), nodes, new StartsFile(state.starts()), clock);
    return TenantSite.open(rack, cloud, parts.machines(), log, clock);
  }

  static Parts cloud(CloudAccess access, CloudSpec.Openstack spec, String rack) {
    throw new RackException("not yet " + access + spec + rack);
  }

  /** Decides how nodes would be made. */
  static NodeShapes shapes(Host host) {
    return new NovaNodeShapes(catalogue(host));
  }

  private static MediaCatalogue catalogue(Host host) {
    return new MediaCatalogue(
        new BootMediaBuilder(
            LocalSite.BOOT_PROGRAMS, host.cache().resolve("media"), MEDIUM_LIMIT));
  }
}
