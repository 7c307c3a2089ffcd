package io.anyrack.bench;

import io.anyrack.local.LocalCloud;
import io.anyrack.local.fabric.Fabric;
import io.anyrack.local.fabric.FabricLimits;
import io.anyrack.local.qemu.KvmProbe;
import io.anyrack.local.qemu.QemuInstallation;
import io.anyrack.local.qemu.QemuLimits;
import io.anyrack.netboot.NetbootLimits;
import io.anyrack.netboot.NetbootServices;
import io.anyrack.netboot.Surroundings;
import io.anyrack.netboot.dns.Resolver;
import io.anyrack.netboot.event.BootObserver;
import io.anyrack.netboot.file.BootPrograms;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.file.RackFile;
import io.anyrack.rack.model.BootSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Three BIOS guests on the product's own switch, gateway and boot services, in this process, with
 * slirp on the same switch. Guests boot through the one or the other: their DHCP options say which.
 */
final class GuestRack implements AutoCloseable {
  /** The file both HTTP servers have for download. */
  static final String BLOB = "blob";

  static final List<String> NODES = List.of("node-1", "node-2", "node-3");

  private static final String SLIRP = "slirp";
  private static final String SLIRP_SCRIPT = "boot.ipxe";

  private final Path directory = Files.createTempDirectory("bench");
  private final Path files = Files.createDirectory(directory.resolve("files"));
  private final BootSpec.Linux linux;
  private final SlirpGateway slirp;
  private final NetbootServices netboot;
  private final Fabric fabric;
  private final LocalCloud cloud;

  /** Who carries a guest's boot script, kernel and RAM disk. */
  enum Gateway {
    ANYRACK,
    SLIRP
  }

  /**
   * Makes the rack; its guests are off.
   *
   * @param blobOctets the size of {@link #BLOB}
   */
  GuestRack(long blobOctets, BootObserver observer) throws IOException {
    linux = GuestLinux.obtain();
    Files.copy(linux.kernel(), files.resolve("vmlinuz"));
    Files.copy(linux.initrds().getFirst(), files.resolve("initrd.gz"));
    try (RandomAccessFile blob = new RandomAccessFile(files.resolve(BLOB).toFile(), "rw")) {
      blob.setLength(blobOctets);
    }
    slirp = new SlirpGateway(directory, files);
    Files.writeString(files.resolve(SLIRP_SCRIPT), slirpScript());
    Rack rack = rack(Gateway.ANYRACK);
    netboot =
        new NetbootServices(
            rack,
            BootPrograms.in(List.of()),
            List.of(),
            NetbootLimits.DEFAULT,
            new Surroundings(
                _ -> Optional.empty(), Resolver.ofHost(), observer, Clock.systemUTC()));
    fabric = new Fabric(netboot, FabricLimits.defaults());
    QemuInstallation qemu = QemuInstallation.find(System.getenv().getOrDefault("PATH", "/usr/bin"));
    cloud =
        new LocalCloud(
            directory,
            fabric,
            qemu,
            new KvmProbe(qemu, Path.of("/dev/kvm"), QemuLimits.DEFAULTS),
            QemuLimits.DEFAULTS,
            System.getProperty("os.name"));
    cloud.apply(rack, Plan.between(Optional.empty(), rack), Progress.SILENT);
    fabric.connect(SLIRP, 0, slirp.socket());
  }

  /** The commands of the script that Anyrack hands out for a kernel, with other URLs. */
  private String slirpScript() {
    return """
    #!ipxe
    imgfree
    kernel %s %s
    initrd %s
    boot
    """
        .formatted(slirp.url("vmlinuz"), linux.commandLine(), slirp.url("initrd.gz"));
  }

  private Rack rack(Gateway gateway) {
    StringBuilder text =
        new StringBuilder(
            """
            rack: bench
            cloud: { local: { accelerator: tcg } }
            boot: { kernel: "%s", initrd: "%s", cmdline: "%s", serve: "%s" }
            nodes:
            - { name: %s, disk: none, networks: [{ name: provision, mac: "%s", address: %s }] }
            """
                .formatted(
                    linux.kernel(),
                    linux.initrds().getFirst(),
                    linux.commandLine(),
                    files,
                    SLIRP,
                    SlirpGateway.MAC,
                    SlirpGateway.ADDRESS));
    String options =
        switch (gateway) {
          case ANYRACK -> "";
          case SLIRP -> ", dhcp-options: { bootfile-name: \"" + slirp.url(SLIRP_SCRIPT) + "\" }";
        };
    for (int i = 0; i < NODES.size(); i++) {
      text.append(
          "- { name: %s, networks: [{ name: provision, address: 192.0.2.%d%s }] }\n"
              .formatted(NODES.get(i), 11 + i, options));
    }
    return switch (new RackFile(io.anyrack.rack.file.Surroundings.here(_ -> Optional.empty()))
        .read("bench", directory, text.toString().getBytes(StandardCharsets.UTF_8))) {
      case RackFile.Read.Valid valid -> valid.rack();
      case RackFile.Read.Invalid invalid ->
          throw new IllegalStateException(invalid.problems() + " in\n" + text);
    };
  }

  /** From now on guests boot through {@code gateway}. */
  void bootThrough(Gateway gateway) {
    netboot.configure(rack(gateway));
  }

  Machine machine(String node) {
    return cloud.machine(node);
  }

  SlirpGateway slirp() {
    return slirp;
  }

  /** Frames thrown away so far on all ports of guests. */
  long drops() {
    return fabric.ports().stream()
        .filter(port -> NODES.contains(port.node()))
        .map(PortCounters::drops)
        .flatMap(drops -> drops.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** CPU seconds of a guest's QEMU so far. */
  double guestCpuSeconds(String node) throws IOException {
    Path pid = directory.resolve("nodes").resolve(node).resolve("pid");
    return ProcessStatus.cpuSeconds(Long.parseLong(Files.readString(pid).strip()));
  }

  @Override
  public void close() throws IOException {
    cloud.destroy(Progress.SILENT);
    cloud.close();
    netboot.close();
    slirp.close();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
