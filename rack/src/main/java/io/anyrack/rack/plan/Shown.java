package io.anyrack.rack.plan;

import io.anyrack.rack.model.BmcSpec.Credentials;
import io.anyrack.rack.model.BmcSpec.Redfish;
import io.anyrack.rack.model.BootSpec.Script;
import io.anyrack.rack.model.Network.Metadata;
import io.anyrack.rack.model.Nic.AddressPair;
import java.time.Duration;
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
                    + (each.port() == 0 ? "" : " from port " + each.port()))
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
}
