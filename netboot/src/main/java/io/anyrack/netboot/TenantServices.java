package io.anyrack.netboot;

import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.netboot.http.BootSite;
import io.anyrack.netboot.http.TenantHttpServer;
import io.anyrack.netboot.port.Port;
import io.anyrack.netboot.port.Ports;
import io.anyrack.netboot.script.BootTrials;
import io.anyrack.netboot.script.RackScripts;
import io.anyrack.netboot.script.Retries;
import io.anyrack.netboot.script.TenantScripts;
import io.anyrack.netboot.tftp.TenantTftp;
import io.anyrack.netboot.tftp.TftpService;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.net.Attachment;
import io.anyrack.rack.net.BootTrial;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What nodes on networks of a cloud boot: the cloud has its own DHCP, DNS and metadata, and sends
 * them here for scripts and files, over HTTP and, where wanted, TFTP.
 *
 * <p>A node is known by its address; where that is hidden from us, by the key in the path it asks
 * for ({@code /boot/KEY}, see {@link io.anyrack.netboot.script.BootPath#NODE}) or in the query
 * ({@code ?uuid=KEY}). Nobody else gets anything.
 *
 * <p>Thread-safe.
 */
public final class TenantServices implements AutoCloseable {
  /** What every network carries (RFC 791 §3.1). */
  private static final int SMALLEST_MTU = 576;

  private static final System.Logger LOG = System.getLogger(TenantServices.class.getName());
  private static final int REQUESTS_AT_ONCE = 1024;

  private final BootPrograms programs;
  private final TenantHttpServer http;
  private final Optional<TenantTftp> tftp;
  private final BootTrials trials;

  /** Where TFTP was wanted and cannot be listened for. */
  private final Optional<InetSocketAddress> silent;

  private volatile Ports ports;

  /**
   * Where to listen.
   *
   * @param http for HTTP; port 0: the kernel chooses
   * @param tftp for TFTP; empty: no TFTP
   */
  public record Listening(InetSocketAddress http, Optional<InetSocketAddress> tftp) {}

  /**
   * Starts the services.
   *
   * @param rack the rack as it is now
   * @param programs the network boot programs of this machine
   * @param listening where
   * @param limits what the services may take
   * @param surroundings what they know of the world
   * @throws NetbootException if they cannot listen there
   */
  public TenantServices(
      Rack rack,
      BootPrograms programs,
      Listening listening,
      NetbootLimits limits,
      TenantSurroundings surroundings) {
    this.ports = new Ports(rack);
    this.programs = programs;
    this.trials =
        new BootTrials(
            new TenantScripts(
                surroundings.starts()::order,
                surroundings.disks(),
                new RackScripts(limits.scriptBytes(), Retries.CLOUD),
                Retries.CLOUD));
    this.http = http(listening.http(), surroundings);
    this.tftp = listening.tftp().flatMap(address -> tftp(address, limits, surroundings));
    this.silent = tftp.isPresent() ? Optional.empty() : listening.tftp();
  }

  private TenantHttpServer http(InetSocketAddress address, TenantSurroundings surroundings) {
    try {
      return new TenantHttpServer(
          address,
          new BootSite(trials, programs),
          () -> ports,
          surroundings.servers(),
          surroundings.starts()::delivered,
          surroundings.observer(),
          surroundings.clock(),
          REQUESTS_AT_ONCE);
    } catch (UncheckedIOException e) {
      throw new NetbootException(
          "the boot server cannot listen for HTTP on %s port %d: %s; say another with boot: {port: N}"
              .formatted(address.getAddress().getHostAddress(), address.getPort(), e.getMessage()),
          e);
    }
  }

  /** Its port is for the system's programs only, and most nodes do without: empty if refused. */
  private Optional<TenantTftp> tftp(
      InetSocketAddress address, NetbootLimits limits, TenantSurroundings surroundings) {
    TftpService service =
        new TftpService(
            name -> BootFiles.overTftp(programs, ports.rack(), name),
            this::mtu,
            limits.tftp(),
            surroundings.observer(),
            surroundings.clock());
    try {
      return Optional.of(new TenantTftp(address, service, this::attachment));
    } catch (UncheckedIOException e) {
      LOG.log(Level.DEBUG, "no TFTP", e);
      service.close();
      return Optional.empty();
    }
  }

  private Optional<Attachment> attachment(Ipv4Address address) {
    List<Port> found = ports.find(address);
    return found.size() == 1 ? Optional.of(found.getFirst().attachment()) : Optional.empty();
  }

  private int mtu(Attachment attachment) {
    return ports
        .rack()
        .network(attachment.network())
        .map(Network::mtu)
        .filter(mtu -> mtu >= SMALLEST_MTU)
        .orElse(SMALLEST_MTU);
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
    List<String> findings = new ArrayList<>(BootFiles.missing(ports.rack()));
    silent.ifPresent(
        address ->
            findings.add(
                "no TFTP: %s port %d is taken, or not for this user; nodes whose firmware loads its"
                        .formatted(address.getAddress().getHostAddress(), address.getPort())
                    + " boot program by TFTP do not boot, all others do"));
    return List.copyOf(findings);
  }

  /** Where HTTP is listened for. */
  public InetSocketAddress http() {
    return http.address();
  }

  /** Where TFTP is listened for. */
  public Optional<InetSocketAddress> tftp() {
    return tftp.map(TenantTftp::address);
  }

  @Override
  public void close() {
    http.close();
    tftp.ifPresent(TenantTftp::close);
  }
}
