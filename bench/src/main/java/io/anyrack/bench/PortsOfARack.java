package io.anyrack.bench;

import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.file.Surroundings;
import io.anyrack.rack.model.Rack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The ports of a rack's nodes, without servers, on a network of their own in a project. */
final class PortsOfARack implements AutoCloseable {
  private static final String NAME = "bench-sync";

  private final Project project;
  private final Rack rack;
  private final String network;
  private final String subnet;
  private final List<Port> ports = new ArrayList<>();
  private final int atOnce;

  PortsOfARack(Project project, int nodes, int atOnce) throws InterruptedException {
    this.project = project;
    this.atOnce = atOnce;
    this.rack = rack(nodes);
    this.network = project.neutron().networks().create(Attributes.none().put("name", NAME)).id();
    this.subnet =
        project
            .neutron()
            .subnets()
            .create(
                Attributes.none()
                    .put("network_id", network)
                    .put("cidr", "10.93.0.0/16")
                    .put("ip_version", 4)
                    .put("enable_dhcp", false)
                    .putNull("gateway_ip"))
            .id();
    try (ExecutorService threads = threads()) {
      List<Future<Port>> made = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        int number = i;
        made.add(threads.submit(() -> make(number)));
      }
      for (Future<Port> each : made) {
        ports.add(each.get());
      }
    } catch (ExecutionException e) {
      close();
      throw new IllegalStateException("cannot make the ports", e);
    }
  }

  private ExecutorService threads() {
    return Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory());
  }

  private static Rack rack(int nodes) {
    RackFile.Read read =
        new RackFile(Surroundings.here(_ -> Optional.empty()))
            .read(
                "rack.yaml",
                Path.of(""),
                """
                rack: %s
                cloud: openstack
                networks: [{ name: provision, cidr: 10.93.0.0/16, dhcp: none }]
                nodes: %d
                """
                    .formatted(NAME, nodes)
                    .getBytes(StandardCharsets.UTF_8));
    if (read instanceof RackFile.Read.Valid(Rack rack)) {
      return rack;
    }
    throw new IllegalStateException(read.toString());
  }

  /**
   * Changes the description of each port and nothing else: what as many requests take at least.
   *
   * @return seconds
   */
  double touch() throws InterruptedException {
    long start = System.nanoTime();
    try (ExecutorService threads = threads()) {
      List<Future<Port>> touched =
          ports.stream()
              .map(
                  port ->
                      threads.submit(
                          () ->
                              project
                                  .neutron()
                                  .ports()
                                  .update(
                                      port.id(), Attributes.none().put("description", "touched"))))
              .toList();
      for (Future<Port> each : touched) {
        Port _ = each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot change the ports", e);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private Port make(int number) {
    Port port =
        project
            .neutron()
            .ports()
            .create(
                Attributes.fixedIps(
                    Attributes.none()
                        .put("network_id", network)
                        .put("name", NAME)
                        .put(
                            "mac_address",
                            rack.nodes().get(number).nics().getFirst().mac().toString()),
                    List.of(
                        new Port.FixedIp(
                            subnet,
                            "10.93.%d.%d".formatted(1 + number / 200, 10 + number % 200)))));
    project
        .neutron()
        .ports()
        .setTags(
            port.id(),
            new RackTags(NAME).tags("node", rack.nodes().get(number).name() + "/provision"));
    return port;
  }

  Rack rack() {
    return rack;
  }

  List<Port> ports() {
    return List.copyOf(ports);
  }

  @Override
  public void close() {
    try (ExecutorService threads = threads()) {
      project
          .neutron()
          .ports()
          .list(Map.of("network_id", network))
          .forEach(port -> threads.execute(() -> project.neutron().ports().delete(port.id())));
    }
    project.neutron().networks().delete(network);
  }
}
