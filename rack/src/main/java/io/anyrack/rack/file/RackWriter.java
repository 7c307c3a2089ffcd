package io.anyrack.rack.file;

import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BmcSpec.Credentials;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Network;
import io.anyrack.rack.model.Network.Metadata;
import io.anyrack.rack.model.Nic;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Writes a rack as a rack file with every default filled in and one entry per node. Reading it
 * gives an equal rack. Secrets are written as {@code !secret NAME}.
 */
public final class RackWriter {
  private RackWriter() {}

  /**
   * The file.
   *
   * @throws IllegalArgumentException if a disk is not a whole number of MiB or the password has no
   *     name, which a rack read from a file never has
   */
  public static String write(Rack rack) {
    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setSplitLines(false)
            .setDereferenceAliases(true)
            .build();
    return new Dump(settings, new Representer(settings)).dumpToString(tree(rack));
  }

  /** Knows, beside what every YAML has, a secret. */
  private static final class Representer extends StandardRepresenter {
    Representer(DumpSettings settings) {
      super(settings);
      representers.put(
          Secret.class, secret -> representScalar(new Tag("!secret"), name((Secret) secret)));
    }

    private static String name(Secret secret) {
      if (secret.name().isEmpty()) {
        throw new IllegalArgumentException("a secret without a name cannot be in a rack file");
      }
      return secret.name();
    }
  }

  private static Map<String, Object> tree(Rack rack) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("rack", rack.name());
    file.put("cloud", Map.of(rack.cloud().kind(), cloud(rack.cloud())));
    file.put("networks", rack.networks().stream().map(RackWriter::network).toList());
    file.put("nodes", rack.nodes().stream().map(RackWriter::node).toList());
    file.put("bmc", bmc(rack.bmc()));
    Map<String, Object> boot = boot(rack.boot());
    if (!boot.isEmpty()) {
      file.put("boot", boot);
    }
    return file;
  }

  private static Map<String, Object> cloud(CloudSpec cloud) {
    Map<String, Object> section = new LinkedHashMap<>();
    switch (cloud) {
      case CloudSpec.Local(var accelerator, var diskCache) -> {
        section.put("accelerator", Words.of(accelerator));
        section.put("disk-cache", Words.of(diskCache));
      }
      case CloudSpec.Openstack(var name, var region, var zone, var imagePrefix) -> {
        name.ifPresent(entry -> section.put("cloud", entry));
        region.ifPresent(text -> section.put("region", text));
        zone.ifPresent(text -> section.put("availability-zone", text));
        section.put("image-prefix", imagePrefix);
      }
    }
    return section;
  }

  private static Map<String, Object> network(Network network) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("name", network.name());
    section.put("cidr", network.cidr().toString());
    section.put("gateway", network.gateway().toString());
    section.put("dhcp", Words.of(network.dhcp()));
    section.put("guard", Words.of(network.guard()));
    section.put("mtu", network.mtu());
    section.put("pool", network.pool().toString());
    section.put(
        "metadata",
        switch (network.metadata()) {
          case Metadata.Cloud() -> "cloud";
          case Metadata.None() -> "none";
          case Metadata.Installer(var address) -> Map.of("installer", address.toString());
        });
    section.put("outward", network.outward());
    if (!network.dns().isEmpty()) {
      section.put("dns", network.dns().stream().map(Object::toString).toList());
    }
    return section;
  }

  private static Map<String, Object> node(NodeSpec node) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("name", node.name());
    section.put("role", node.role());
    section.put("cpus", node.cpus());
    section.put("memory", Sizes.text(node.memoryMiB()));
    section.put("disk", node.diskBytes() == 0 ? "none" : Sizes.ofBytes(node.diskBytes()));
    section.put("firmware", Words.of(node.firmware()));
    section.put("network-boot", Words.of(node.networkBoot()));
    section.put("networks", node.nics().stream().map(RackWriter::nic).toList());
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("manufacturer", node.identity().manufacturer());
    identity.put("product", node.identity().product());
    identity.put("serial", node.identity().serial());
    section.put("identity", identity);
    section.put("uuid", node.uuid().toString());
    node.image().ifPresent(path -> section.put("image", path.toString()));
    node.userData().ifPresent(path -> section.put("user-data", path.toString()));
    return section;
  }

  private static Map<String, Object> nic(Nic nic) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("name", nic.network());
    section.put("mac", nic.mac().toString());
    nic.address().ifPresent(address -> section.put("address", address.toString()));
    section.put("guard", Words.of(nic.guard()));
    if (!nic.allowedPairs().isEmpty()) {
      section.put("allowed-pairs", nic.allowedPairs().stream().map(RackWriter::pair).toList());
    }
    if (!nic.dhcpOptions().isEmpty()) {
      Map<String, Object> options = new LinkedHashMap<>();
      nic.dhcpOptions().forEach(option -> options.put(option.name(), option.value()));
      section.put("dhcp-options", options);
    }
    return section;
  }

  private static Object pair(Nic.AddressPair pair) {
    String addresses =
        pair.cidr().prefix() == 32 ? pair.cidr().base().toString() : pair.cidr().toString();
    if (pair.mac().isEmpty()) {
      return addresses;
    }
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("address", addresses);
    section.put("mac", pair.mac().get().toString());
    return section;
  }

  private static Map<String, Object> bmc(BmcSpec bmc) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("address", Words.of(bmc.addressing()));
    section.put("ip", bmc.address().toString());
    section.put("port", bmc.port());
    switch (bmc.credentials()) {
      case Credentials.Generated() -> section.put("credentials", "generated");
      case Credentials.Given(String user, Secret password) -> {
        Map<String, Object> credentials = new LinkedHashMap<>();
        credentials.put("user", user);
        credentials.put("password", password);
        section.put("credentials", credentials);
      }
    }
    section.put("soft-off-after", bmc.softOffAfter().map(Durations::text).orElse("never"));
    section.put("redfish", bmc.redfish().<Object>map(RackWriter::redfish).orElse("off"));
    return section;
  }

  private static Map<String, Object> redfish(BmcSpec.Redfish redfish) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("port", redfish.port());
    section.put("tls", redfish.tls());
    return section;
  }

  private static Map<String, Object> boot(BootSpec boot) {
    Map<String, Object> section = new LinkedHashMap<>();
    boot.script()
        .ifPresent(
            script ->
                section.put(
                    "script",
                    switch (script) {
                      case BootSpec.Script.File(Path path) -> path.toString();
                      case BootSpec.Script.Url(String url) -> url;
                    }));
    boot.linux()
        .ifPresent(
            linux -> {
              section.put("kernel", linux.kernel().toString());
              if (!linux.initrds().isEmpty()) {
                section.put("initrd", linux.initrds().stream().map(Path::toString).toList());
              }
              section.put("cmdline", linux.commandLine());
            });
    boot.serve().ifPresent(path -> section.put("serve", path.toString()));
    return section;
  }
}
