package io.anyrack.netboot.dhcp;

import io.anyrack.rack.dhcp.OptionName;
import io.anyrack.rack.dhcp.OptionValue;
import io.anyrack.rack.model.Nic;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * An option the rack file sets on a port, ready for the wire.
 *
 * @param code its number
 * @param value its octets; empty: the option is not to be sent at all, as dnsmasq has it
 * @param clients to which clients it is told
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to a packet, compared by nobody
record ExtraOption(int code, byte[] value, OptionName.Clients clients) {
  /** The options of {@code nic} that are told to {@code client}, in the file's order. */
  static List<ExtraOption> toldTo(ClientClass client, Nic nic) {
    return nic.dhcpOptions().stream()
        .map(ExtraOption::of)
        .filter(option -> option.isFor(client))
        .toList();
  }

  static ExtraOption of(Nic.DhcpOption option) {
    OptionName name = option.option();
    return new ExtraOption(name.code(), encode(option.understood()), name.clients());
  }

  private boolean isFor(ClientClass client) {
    return switch (clients) {
      case ALL -> true;
      case IPXE -> client instanceof ClientClass.Ipxe;
      case ALL_BUT_IPXE -> !(client instanceof ClientClass.Ipxe);
    };
  }

  private static byte[] encode(OptionValue value) {
    return switch (value) {
      case OptionValue.Absent _ -> new byte[0];
      case OptionValue.Text(String text) -> text.getBytes(StandardCharsets.UTF_8);
      case OptionValue.Octets(String hex) -> HexFormat.of().parseHex(hex);
      case OptionValue.Whole(long number, int octets) ->
          Arrays.copyOfRange(
              ByteBuffer.allocate(Long.BYTES).putLong(number).array(),
              Long.BYTES - octets,
              Long.BYTES);
      case OptionValue.Addresses(var addresses) -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        addresses.forEach(address -> out.writeBytes(address.octets()));
        yield out.toByteArray();
      }
      case OptionValue.Domains(List<String> domains) -> encode(domains);
      case OptionValue.Routes(var routes) ->
          ClasslessRoute.encode(
              routes.stream()
                  .map(route -> new ClasslessRoute(route.destination(), route.router()))
                  .toList());
    };
  }

  /** RFC 3397, without its compression. */
  private static byte[] encode(List<String> domains) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String domain : domains) {
      for (String label : domain.split("\\.", -1)) {
        out.write(label.length());
        out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
      }
      out.write(0);
    }
    return out.toByteArray();
  }
}
