package io.anyrack.local.qemu;

import io.anyrack.rack.model.CloudSpec.DiskCache;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.NetworkBoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the command line of one start. The process leaves our session ({@code -daemonize}), waits
 * before the guest's first instruction ({@code -S}), and listens on the sockets of {@link
 * NodeFiles}.
 */
final class QemuCommandLine {
  private final Launch launch;
  private final List<String> line = new ArrayList<>();

  private QemuCommandLine(Launch launch) {
    this.launch = launch;
  }

  /** The program and its arguments. */
  static List<String> of(Launch launch) {
    var commandLine = new QemuCommandLine(launch);
    commandLine.process();
    commandLine.computer();
    commandLine.firmware();
    commandLine.storage();
    commandLine.network();
    commandLine.serial();
    commandLine.inBand();
    return List.copyOf(commandLine.line);
  }

  private void process() {
    line.add(launch.emulator().toString());
    // First, so that whoever looks at the process sees whose it is.
    option("-pidfile", launch.files().pid().toString());
    option("-name", "guest=" + quoted(launch.rack() + "/" + launch.node().name()));
    line.add("-daemonize");
    line.add("-S");
    option("-qmp", "unix:" + quoted(launch.files().qmp()) + ",server=on,wait=off");
  }

  private void computer() {
    NodeSpec node = launch.node();
    // graphics=off: SeaBIOS and iPXE talk on the serial line. OVMF does so anyway.
    String bios = launch.uefi().isPresent() ? "" : ",graphics=off";
    String guard = launch.guarded() ? ",smm=on" : "";
    option("-machine", "q35,accel=" + (launch.kvm() ? "kvm" : "tcg") + bios + guard);
    // QEMU's default CPU is too old for distributions that want x86-64-v2.
    option("-cpu", launch.kvm() ? "host" : "max");
    option("-smp", Integer.toString(node.cpus()));
    option("-m", node.memoryMiB() + "M");
    line.add("-nodefaults");
    line.add("-no-user-config");
    option("-display", "none");
    option("-uuid", node.uuid().toString());
    option(
        "-smbios",
        "type=1,manufacturer=%s,product=%s,serial=%s,uuid=%s"
            .formatted(
                quoted(node.identity().manufacturer()),
                quoted(node.identity().product()),
                quoted(node.identity().serial()),
                node.uuid()));
    option("-device", "VGA");
    option("-device", "virtio-rng-pci");
  }

  private void firmware() {
    launch
        .uefi()
        .ifPresent(
            code -> {
              option("-drive", "if=pflash,unit=0,format=raw,readonly=on,file=" + quoted(code));
              option(
                  "-drive",
                  "if=pflash,unit=1,format=raw,file=" + quoted(launch.files().uefiVariables()));
            });
    if (launch.guarded()) {
      // The flash takes writes in system management mode only: past the guest's own programs.
      option("-global", "driver=cfi.pflash01,property=secure,value=on");
    }
  }

  private void storage() {
    if (launch.node().diskBytes() > 0) {
      option(
          "-drive",
          "if=none,id=drive0,format=qcow2,cache=%s,discard=unmap,file=%s"
              .formatted(cache(launch.cache()), quoted(launch.files().disk())));
      option(
          "-device",
          "virtio-blk-pci,id=%s,drive=drive0,serial=%s,bootindex=%d"
              .formatted(BootOrder.DISK, "disk0", launch.order().index(BootOrder.DISK)));
    }
    option("-device", "virtio-scsi-pci,id=scsi0");
    launch
        .medium()
        .ifPresent(
            medium ->
                option("-drive", "if=none,id=cd,format=raw,readonly=on,file=" + quoted(medium)));
    option(
        "-device",
        "scsi-cd,id=%s,bus=scsi0.0%s,bootindex=%d"
            .formatted(
                BootOrder.CDROM,
                launch.medium().isPresent() ? ",drive=cd" : "",
                launch.order().index(BootOrder.CDROM)));
  }

  private void network() {
    NodeSpec node = launch.node();
    boolean firmwareClient = launch.uefi().isPresent() && node.networkBoot() != NetworkBoot.IPXE;
    for (int i = 0; i < node.nics().size(); i++) {
      // QEMU listens, so that the switch may go and come back while the guest runs.
      option(
          "-netdev",
          "stream,id=net%d,server=on,addr.type=unix,addr.path=%s"
              .formatted(i, quoted(launch.files().nic(i))));
      option(
          "-device",
          "virtio-net-pci,id=%s,netdev=net%d,mac=%s,bootindex=%d%s"
              .formatted(
                  BootOrder.nic(i),
                  i,
                  node.nics().get(i).mac(),
                  launch.order().index(BootOrder.nic(i)),
                  firmwareClient ? ",romfile=" : ""));
    }
    if (firmwareClient && node.networkBoot() == NetworkBoot.HTTP) {
      // OVMF tries PXE first and waits a minute for it.
      option("-fw_cfg", "name=opt/org.tianocore/IPv4PXESupport,string=n");
      option("-fw_cfg", "name=opt/org.tianocore/IPv6PXESupport,string=n");
    }
  }

  private void serial() {
    // With logappend QEMU goes on at the end when somebody cuts the file.
    option(
        "-chardev",
        "socket,id=con,path=%s,server=on,wait=off,logfile=%s,logappend=on"
            .formatted(quoted(launch.files().console()), quoted(launch.files().consoleLog())));
    option("-serial", "chardev:con");
  }

  private void inBand() {
    option(
        "-chardev", "socket,id=bmc,path=%s,reconnect=1".formatted(quoted(launch.files().inBand())));
    option("-device", "ipmi-bmc-extern,id=bmc0,chardev=bmc");
    option("-device", "isa-ipmi-kcs,bmc=bmc0");
  }

  private void option(String name, String value) {
    line.add(name);
    line.add(value);
  }

  private static String cache(DiskCache cache) {
    return cache.name().toLowerCase(Locale.ROOT);
  }

  /** A value within QEMU's option syntax, where a comma ends it unless doubled. */
  private static String quoted(Object value) {
    return value.toString().replace(",", ",,");
  }
}
