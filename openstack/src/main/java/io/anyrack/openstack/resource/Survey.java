package io.anyrack.openstack.resource;

import io.anyrack.openstack.cinder.Volume;
import io.anyrack.openstack.neutron.FloatingIp;
import io.anyrack.openstack.neutron.Network;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.neutron.Router;
import io.anyrack.openstack.neutron.SecurityGroup;
import io.anyrack.openstack.neutron.Subnet;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What is there: one list call for each type, at the same time, also for the things of others that
 * a rack may be tied to.
 */
record Survey(
    Index<Network> networks,
    Index<Subnet> subnets,
    Index<Port> ports,
    Index<Router> routers,
    Index<SecurityGroup> groups,
    Index<FloatingIp> floatingIps,
    Index<Server> servers,
    Index<Volume> volumes) {

  static Survey of(Project project, RackTags tags) {
    var neutron = project.neutron();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Network>> networks = threads.submit(() -> neutron.networks().all());
      Future<List<Subnet>> subnets = threads.submit(() -> neutron.subnets().all());
      Future<List<Port>> ports = threads.submit(() -> neutron.ports().all());
      Future<List<Router>> routers = threads.submit(() -> neutron.routers().all());
      Future<List<SecurityGroup>> groups = threads.submit(() -> neutron.securityGroups().all());
      Future<List<FloatingIp>> floating = threads.submit(() -> neutron.floatingIps().all());
      Future<List<Server>> servers = threads.submit(() -> servers(project, tags));
      Future<List<Volume>> volumes = threads.submit(() -> volumes(project, tags));
      return new Survey(
          Index.ofNeutron(Key.Type.NETWORK, result(networks), tags),
          Index.ofNeutron(Key.Type.SUBNET, result(subnets), tags),
          Index.ofNeutron(Key.Type.PORT, result(ports), tags),
          Index.ofNeutron(Key.Type.ROUTER, result(routers), tags),
          Index.ofNeutron(Key.Type.GROUP, result(groups), tags),
          Index.ofNeutron(Key.Type.FLOATING_IP, result(floating), tags),
          Index.ofServers(result(servers), tags),
          Index.ofVolumes(result(volumes), tags));
    }
  }

  /** By tag where servers can have tags from their first moment, else all, for their metadata. */
  static List<Server> servers(Project project, RackTags tags) {
    return project.nova().supports("2.52")
        ? project.nova().servers(tags.tag())
        : project.nova().servers();
  }

  static List<Volume> volumes(Project project, RackTags tags) {
    return project
        .cinder()
        .map(cinder -> cinder.volumes(RackTags.key(), tags.rack()))
        .orElse(List.of());
  }

  static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
