package io.anyrack.netboot.dhcp;

import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.netboot.port.Port;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.NodeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Decides what a DHCP client is answered, as a cloud does: a known port gets its own address, and
 * everybody else silence. The lease is not kept anywhere: it follows from the rack file.
 *
 * <p>Immutable.
 */
public final class DhcpResponder {
  /** What a client gets although it did not ask for it, or forgot to: booting needs it. */
  private static final Set<Integer> ALWAYS_TOLD =
      Set.of(
          OptionCode.SUBNET_MASK,
          OptionCode.ROUTER,
          OptionCode.DNS_SERVER,
          OptionCode.MTU,
          OptionCode.VENDOR_CLASS,
          OptionCode.TFTP_SERVER,
          OptionCode.BOOT_FILE,
          OptionCode.CLASSLESS_ROUTES,
          OptionCode.IPXE);

  private final BootPrograms programs;
  private final Duration lease;

  /**
   * A responder.
   *
   * @param programs what firmware can be sent to load
   * @param lease how long an address is given for; at least a minute
   */
  public DhcpResponder(BootPrograms programs, Duration lease) {
    if (lease.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("a lease of at least a minute, not " + lease);
    }
    this.programs = programs;
    this.lease = lease;
  }

  /**
   * The answer to {@code request}, which came through {@code port}; empty: silence (RFC 2131 §4.3).
   */
  public Optional<DhcpMessage> answer(Port port, DhcpMessage request) {
    Optional<Ipv4Address> address = port.attachment().address();
    boolean ours =
        request.op() == DhcpMessage.Op.BOOTREQUEST
            && request.chaddr().equals(port.nic().mac())
            && request.giaddr().equals(Ipv4Address.ANY)
            && port.network().dhcp() == Network.Dhcp.CLOUD;
    if (!ours || address.isEmpty() || request.type().isEmpty()) {
      return Optional.empty();
    }
    return switch (request.type().get()) {
      case DISCOVER -> Optional.of(give(MessageType.OFFER, port, request, address.get()));
      case REQUEST -> request(port, request, address.get());
      case INFORM -> inform(port, request);
      case DECLINE, RELEASE, OFFER, ACK, NAK -> Optional.empty();
    };
  }

  /** RFC 2131 §4.3.2; this server is the authority of its network, so it may refuse. */
  private Optional<DhcpMessage> request(Port port, DhcpMessage request, Ipv4Address address) {
    Optional<Ipv4Address> server = request.options().address(OptionCode.SERVER_IDENTIFIER);
    if (server.isPresent() && !server.get().equals(port.network().gateway())) {
      return Optional.empty(); // the client took another server's offer
    }
    Ipv4Address wanted =
        request.options().address(OptionCode.REQUESTED_ADDRESS).orElse(request.ciaddr());
    if (wanted.equals(Ipv4Address.ANY)) {
      return Optional.empty();
    }
    return Optional.of(
        wanted.equals(address)
            ? give(MessageType.ACK, port, request, address)
            : refuse(port, request, wanted));
  }

  private DhcpMessage give(MessageType type, Port port, DhcpMessage request, Ipv4Address address) {
    Parameters parameters = Parameters.of(port, ClientClass.of(request.options()), programs);
    long seconds =
        parameters.options().u32(OptionCode.LEASE_TIME).orElseGet(() -> lease.toSeconds());
    DhcpOptions times =
        start(type, port, request)
            .withU32(OptionCode.LEASE_TIME, seconds)
            // RFC 2131 §4.4.5: T1 is half of the lease, T2 seven eighths.
            .withU32(OptionCode.RENEWAL_TIME, seconds / 2)
            .withU32(OptionCode.REBINDING_TIME, seconds * 7 / 8);
    return reply(request, address, parameters, times);
  }

  private Optional<DhcpMessage> inform(Port port, DhcpMessage request) {
    if (request.ciaddr().equals(Ipv4Address.ANY)) {
      return Optional.empty();
    }
    Parameters parameters = Parameters.of(port, ClientClass.of(request.options()), programs);
    DhcpOptions start = start(MessageType.ACK, port, request);
    return Optional.of(reply(request, Ipv4Address.ANY, parameters, start));
  }

  private DhcpMessage refuse(Port port, DhcpMessage request, Ipv4Address wanted) {
    DhcpOptions options =
        start(MessageType.NAK, port, request)
            .with(OptionCode.MESSAGE, wanted + " is not the address of this port");
    return message(request, Ipv4Address.ANY, Ipv4Address.ANY, Ipv4Address.ANY, "", options);
  }

  private static DhcpMessage reply(
      DhcpMessage request, Ipv4Address address, Parameters parameters, DhcpOptions first) {
    DhcpOptions options = first;
    for (int code : toTell(request, parameters)) {
      options = options.with(code, parameters.options().get(code).orElseThrow());
    }
    return message(
        request,
        request.ciaddr(),
        address,
        parameters.nextServer(),
        parameters.fileField(),
        options);
  }

  /** What every reply begins with. */
  private static DhcpOptions start(MessageType type, Port port, DhcpMessage request) {
    DhcpOptions options =
        DhcpOptions.NONE.with(type).with(OptionCode.SERVER_IDENTIFIER, port.network().gateway());
    // RFC 6842 wants the client identifier back, PXE 2.1 §2.2.3 the machine's UUID.
    for (int code : List.of(OptionCode.CLIENT_IDENTIFIER, OptionCode.CLIENT_MACHINE_IDENTIFIER)) {
      Optional<byte[]> value = request.options().get(code);
      if (value.isPresent()) {
        options = options.with(code, value.get());
      }
    }
    return options;
  }

  /**
   * The options to send: those asked for, in the order asked for (RFC 2132 §9.8); then what is
   * always told and what the rack file sets. A client that sends no list gets everything.
   */
  private static SequencedSet<Integer> toTell(DhcpMessage request, Parameters parameters) {
    SequencedSet<Integer> known = parameters.options().codes();
    Optional<byte[]> asked = request.options().get(OptionCode.PARAMETER_REQUEST_LIST);
    if (asked.isEmpty()) {
      return known;
    }
    SequencedSet<Integer> told = new LinkedHashSet<>();
    for (byte code : asked.get()) {
      told.add(code & 0xff);
    }
    known.stream()
        .filter(code -> ALWAYS_TOLD.contains(code) || parameters.own().contains(code))
        .forEach(told::add);
    told.retainAll(known);
    return told;
  }

  private static DhcpMessage message(
      DhcpMessage request,
      Ipv4Address ciaddr,
      Ipv4Address yiaddr,
      Ipv4Address siaddr,
      String file,
      DhcpOptions options) {
    return new DhcpMessage(
        DhcpMessage.Op.BOOTREPLY,
        request.xid(),
        0,
        request.broadcast(),
        ciaddr,
        yiaddr,
        siaddr,
        Ipv4Address.ANY,
        request.chaddr(),
        "",
        file,
        options);
  }

  /** What keeps {@code node} from booting as the rack file wants it, for the user. */
  public List<String> findings(NodeSpec node) {
    List<String> findings = new ArrayList<>();
    if (node.networkBoot() != NodeSpec.NetworkBoot.IPXE) {
      List<String> wanted = Architecture.X64_UEFI.programs();
      if (programs.first(wanted).isEmpty()) {
        findings.add(
            node.name()
                + ": its firmware's own network boot needs "
                + String.join(" or ", wanted)
                + "; install the package ipxe");
      }
    }
    return List.copyOf(findings);
  }
}
