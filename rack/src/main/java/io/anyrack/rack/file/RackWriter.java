package io.anyrack.rack.file;

import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.BmcSpec.Credentials;
import io.anyrack.rack.model.BmcSpec.Placement;
import io.anyrack.rack.model.BootPhases;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Hosting;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.model.SyncSpec;
import java.net.URI;
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
    file.put(
        "networks",
        rack.networks().stream().map(network -> NetworkTree.of(network, rack.cloud())).toList());
    if (!rack.routers().isEmpty()) {
      file.put("routers", rack.routers().stream().map(ServerTree::router).toList());
    }
    boolean openstack = rack.cloud() instanceof CloudSpec.Openstack;
    file.put("nodes", rack.nodes().stream().map(node -> node(node, openstack)).toList());
    if (!rack.servers().isEmpty()) {
      file.put("servers", rack.servers().stream().map(ServerTree::of).toList());
    }
    rack.installer()
        .ifPresent(
            server -> {
              Map<String, Object> installer = new LinkedHashMap<>();
              installer.put("use", "none");
              installer.putAll(ServerTree.of(server));
              file.put("installer", installer);
            });
    file.put("bmc", bmc(rack.bmc(), openstack));
    Map<String, Object> boot = boot(rack.boot(), openstack);
    if (!boot.isEmpty()) {
      file.put("boot", boot);
    }
    rack.sync().ifPresent(sync -> file.put("sync", sync(sync)));
    return file;
  }

  private static Map<String, Object> sync(SyncSpec sync) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put(
        "sources",
        sync.sources().stream()
            .map(source -> Map.of(source.kind().word(), source.place()))
            .toList());
    if (!sync.vipRoles().isEmpty()) {
      section.put("vip-roles", sync.vipRoles().stream().sorted().toList());
    }
    return section;
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

  private static Map<String, Object> node(NodeSpec node, boolean openstack) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("name", node.name());
    section.put("role", node.role());
    section.put("cpus", node.cpus());
    section.put("memory", Sizes.text(node.memoryMiB()));
    section.put("disk", node.diskBytes() == 0 ? "none" : Sizes.ofBytes(node.diskBytes()));
    section.put("firmware", Words.of(node.firmware()));
    if (!openstack) {
      section.put("network-boot", Words.of(node.networkBoot()));
    }
    section.put("networks", node.nics().stream().map(NicTree::of).toList());
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("manufacturer", node.identity().manufacturer());
    identity.put("product", node.identity().product());
    identity.put("serial", node.identity().serial());
    section.put("identity", identity);
    if (openstack) {
      hosting(section, node.hosting());
    } else {
      section.put("uuid", node.uuid().toString());
    }
    node.image().ifPresent(path -> section.put("image", path.toString()));
    node.userData().ifPresent(path -> section.put("user-data", path.toString()));
    return section;
  }

  private static void hosting(Map<String, Object> section, Hosting hosting) {
    hosting.flavor().ifPresent(flavor -> section.put("flavor", flavor));
    hosting.image().ifPresent(image -> section.put("image", image));
    section.put("storage", Words.of(hosting.storage()));
    if (!hosting.volumes().isEmpty()) {
      section.put("volumes", hosting.volumes().stream().map(RackWriter::volume).toList());
    }
    hosting.method().ifPresent(method -> section.put("method", Words.of(method)));
  }

  private static Map<String, Object> volume(NodeSpec.VolumeSpec volume) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("size", Sizes.text((long) volume.sizeGib() << 10));
    volume.type().ifPresent(type -> section.put("type", type));
    return section;
  }

  private static Map<String, Object> bmc(BmcSpec bmc, boolean openstack) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("address", Words.of(bmc.addressing()));
    bmc.subnets()
        .ifPresentOrElse(
            subnets -> section.put("subnets", subnets(subnets)),
            () -> section.put("ip", bmc.address().toString()));
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
    if (openstack) {
      section.put(
          "placement",
          switch (bmc.placement()) {
            case Placement.Here() -> "here";
            case Placement.Vm(var server) -> Map.of("vm", ServerTree.of(server));
            case Placement.Installer() -> "installer";
          });
      section.put("power-off", Words.of(bmc.powerOff()));
    }
    section.put("redfish", bmc.redfish().<Object>map(RackWriter::redfish).orElse("off"));
    return section;
  }

  private static Map<String, Object> subnets(BmcSpec.Subnets subnets) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("cidr", subnets.cidr().toString());
    section.put("prefix", subnets.prefix());
    subnets.router().ifPresent(router -> section.put("router", router));
    return section;
  }

  private static Map<String, Object> redfish(BmcSpec.Redfish redfish) {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("port", redfish.port());
    section.put("tls", redfish.tls());
    section.put("deprecated", redfish.deprecated());
    section.put("images", redfish.images().stream().map(URI::toString).toList());
    return section;
  }

  private static Map<String, Object> boot(BootSpec boot, boolean openstack) {
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
    if (openstack) {
      section.put("method", Words.of(boot.method()));
      boot.address().ifPresent(address -> section.put("address", address.toString()));
      section.put("port", boot.port());
    } else if (boot.method() != BootSpec.Method.AUTO) {
      section.put("method", Words.of(boot.method()));
    }
    if (!boot.phases().equals(BootPhases.NONE)) {
      section.put("phases", PhasesTree.of(boot.phases()));
    }
    return section;
  }
}
