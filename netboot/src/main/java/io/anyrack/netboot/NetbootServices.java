package io.anyrack.netboot;

import io.anyrack.netboot.dhcp.DhcpResponder;
import io.anyrack.netboot.dhcp.DhcpService;
import io.anyrack.netboot.dns.DnsService;
import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.netboot.http.BootHttpServer;
import io.anyrack.netboot.http.BootSite;
import io.anyrack.netboot.metadata.Metadata;
import io.anyrack.netboot.port.Ports;
import io.anyrack.netboot.script.BootScripts;
import io.anyrack.netboot.script.BootTrials;
import io.anyrack.netboot.script.RackScripts;
import io.anyrack.netboot.script.Retries;
import io.anyrack.netboot.tftp.TftpService;
import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.BootTrial;
import io.anyrack.rack.net.DatagramService;
import io.anyrack.rack.net.NetworkServices;
import io.anyrack.rack.net.StreamService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything a node of a rack meets on its network's gateway: DHCP, DNS, TFTP, HTTP and metadata.
 *
 * <p>Thread-safe. {@link #close} ends it; networks must not use it any more then.
 */
public final class NetbootServices implements NetworkServices, AutoCloseable {
  /** What every network carries (RFC 791 §3.1). */
  private static final int SMALLEST_MTU = 576;

  private final BootPrograms programs;
  private final DhcpResponder dhcpResponder;
  private final DhcpService dhcp;
  private final DnsService dns;
  private final TftpService tftp;
  private final BootHttpServer http;
  private final BootTrials trials;
  private volatile Ports ports;

  /**
   * Starts the services; the HTTP server takes a port of loopback that the kernel chooses.
   *
   * @param rack the rack as it is now
   * @param programs the network boot programs of this machine
   * @param publicKeys SSH public keys told to every node, as in {@code authorized_keys}
   * @param limits what the services may take
   * @param surroundings what they know of the world
   */
  public NetbootServices(
      Rack rack,
      BootPrograms programs,
      List<String> publicKeys,
      NetbootLimits limits,
      Surroundings surroundings) {
    this.ports = new Ports(rack);
    this.programs = programs;
    this.dhcpResponder = new DhcpResponder(programs, limits.lease());
    this.dhcp =
        new DhcpService(dhcpResponder, () -> ports, surroundings.observer(), surroundings.clock());
    this.dns = new DnsService(() -> ports, surroundings.resolver(), limits.dnsLookups());
    this.tftp =
        new TftpService(
            this::tftpFile,
            this::mtu,
            limits.tftp(),
            surroundings.observer(),
            surroundings.clock());
    this.trials =
        new BootTrials(
            new BootScripts(
                surroundings.nodes(),
                new RackScripts(limits.scriptBytes(), Retries.GATEWAY),
                Retries.GATEWAY));
    this.http =
        new BootHttpServer(
            new BootSite(trials, programs),
            new Metadata(publicKeys),
            () -> ports,
            surroundings.observer(),
            surroundings.clock());
  }

  /** From now on {@code node} comes as far as its boot script, and no further. */
  public BootTrial trial(String node) {
    return trials.begin(node);
  }

  /** Takes a changed rack file: requests from now on are answered by {@code rack}. */
  public void configure(Rack rack) {
    this.ports = new Ports(rack);
  }

  /** What keeps nodes from booting as the rack file wants it, for the user; empty: nothing. */
  public List<String> findings() {
    Rack rack = ports.rack();
    List<String> findings = new ArrayList<>();
    rack.nodes().forEach(node -> findings.addAll(dhcpResponder.findings(node)));
    findings.addAll(BootFiles.missing(rack));
    return List.copyOf(findings);
  }

  @Override
  public Optional<DatagramService> datagrams(Network network, Endpoint destination) {
    Ipv4Address address = destination.address();
    boolean gateway = address.equals(network.gateway());
    boolean broadcast =
        address.equals(Ipv4Address.BROADCAST) || address.equals(network.cidr().broadcast());
    boolean dhcpHere = network.dhcp() == Network.Dhcp.CLOUD && (gateway || broadcast);
    return switch (destination.port()) {
      case DhcpService.SERVER_PORT -> Optional.<DatagramService>of(dhcp).filter(_ -> dhcpHere);
      case DnsService.PORT -> Optional.<DatagramService>of(dns).filter(_ -> gateway);
      case TftpService.PORT -> Optional.<DatagramService>of(tftp).filter(_ -> gateway);
      default -> Optional.empty();
    };
  }

  @Override
  public StreamService streams() {
    return http.streams();
  }

  private Optional<Path> tftpFile(String name) {
    return BootFiles.overTftp(programs, ports.rack(), name);
  }

  private int mtu(Attachment attachment) {
    return ports.rack().network(attachment.network()).map(Network::mtu).orElse(SMALLEST_MTU);
  }

  @Override
  public void close() {
    http.close();
    tftp.close();
    dns.close();
  }
}
