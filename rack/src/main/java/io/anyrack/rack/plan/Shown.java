package io.anyrack.rack.plan;

import static java.util.stream.Collectors.joining;

import io.anyrack.rack.model.BmcSpec.Credentials;
import io.anyrack.rack.model.BmcSpec.Placement;
import io.anyrack.rack.model.BmcSpec.Redfish;
import io.anyrack.rack.model.BootSpec.Script;
import io.anyrack.rack.model.Network.HostRoute;
import io.anyrack.rack.model.Network.Ipv6;
import io.anyrack.rack.model.Network.Metadata;
import io.anyrack.rack.model.Nic.AddressPair;
import io.anyrack.rack.model.Nic.DhcpOption;
import io.anyrack.rack.model.NodeSpec.VolumeSpec;
import io.anyrack.rack.model.ServerSpec.FloatingIp;
import io.anyrack.rack.model.ServerSpec.Port;
import io.anyrack.rack.model.SyncSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a plan shows values. */
final class Shown {
  private Shown() {}

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String mib(long mib) {
    if (mib != 0 && mib % 1024 == 0) {
      long gib = mib / 1024;
      return gib % 1024 == 0 ? gib / 1024 + " TiB" : gib + " GiB";
    }
    return mib + " MiB";
  }

  static String disk(long bytes) {
    return bytes == 0 ? "none" : mib(bytes >> 20);
  }

  static String mtu(int mtu) {
    return mtu == 0 ? "auto" : String.valueOf(mtu);
  }

  static String route(HostRoute route) {
    return route.destination() + " by " + route.nextHop();
  }

  static String ipv6(Ipv6 ipv6) {
    return ipv6.cidr() + " by " + word(ipv6.mode());
  }

  static String gib(int gib) {
    return gib == 0 ? "none" : mib((long) gib << 10);
  }

  static String volume(VolumeSpec volume) {
    return gib(volume.sizeGib()) + volume.type().map(type -> " of type " + type).orElse("");
  }

  static String placement(Placement placement) {
    return switch (placement) {
      case Placement.Here() -> "here";
      case Placement.Vm(var server) -> "vm " + server.name();
      case Placement.Installer() -> "installer";
    };
  }

  static String floatingIp(FloatingIp floatingIp) {
    return switch (floatingIp) {
      case FloatingIp.None() -> "none";
      case FloatingIp.New(var network) -> network.map(name -> "new of " + name).orElse("new");
      case FloatingIp.Existing(var address) -> address.toString();
    };
  }

  static String port(Port port) {
    return switch (port) {
      case Port.OnRack(var nic) ->
          nic.network()
              + " "
              + nic.mac()
              + nic.address().map(address -> " " + address).orElse("")
              + " guard "
              + word(nic.guard())
              + nic.allowedPairs().stream().map(pair -> " +" + pair(pair)).collect(joining())
              + options(nic.dhcpOptions());
      case Port.OnCloud(String network, var address) ->
          network + address.map(own -> " " + own).orElse("");
    };
  }

  static String options(List<DhcpOption> options) {
    return options.stream()
        .map(option -> " " + option.name() + "=" + option.value())
        .collect(joining());
  }

  static String metadata(Metadata metadata) {
    return switch (metadata) {
      case Metadata.Cloud() -> "cloud";
      case Metadata.None() -> "none";
      case Metadata.Installer(var address) -> "installer " + address;
    };
  }

  static String credentials(Credentials credentials) {
    return switch (credentials) {
      case Credentials.Generated() -> "generated";
      case Credentials.Given(String user, _) -> "of user " + user;
    };
  }

  static String redfish(Optional<Redfish> redfish) {
    return redfish
        .map(
            each ->
                (each.tls() ? "over TLS" : "without TLS")
                    + (each.port() == 0 ? "" : " from port " + each.port())
                    + (each.deprecated() ? "" : " without deprecated links")
                    + (each.images().isEmpty() ? "" : " with %s alone".formatted(each.images())))
        .orElse("off");
  }

  static String script(Script script) {
    return switch (script) {
      case Script.File(var path) -> path.toString();
      case Script.Url(String url) -> url;
    };
  }

  static String pair(AddressPair pair) {
    return pair.cidr() + pair.mac().map(mac -> " with " + mac).orElse("");
  }

  static String duration(Duration duration) {
    return duration.toSeconds() + " s";
  }

  static List<String> sync(SyncSpec sync) {
    List<String> shown = new ArrayList<>();
    sync.sources().forEach(source -> shown.add(source.toString()));
    sync.vipRoles().stream().sorted().forEach(role -> shown.add("vip-role " + role));
    return List.copyOf(shown);
  }
}
