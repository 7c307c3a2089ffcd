package io.anyrack.local.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.local.Racks;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import io.anyrack.rack.model.CloudSpec.DiskCache;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import io.anyrack.rack.model.NodeSpec.NetworkBoot;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QemuCommandLineTest {

  @Test
  void biosNode() {
    assertThat(
            line(
                new Launch(
                    Path.of("/usr/bin/qemu-system-x86_64"),
                    "lab",
                    Racks.node("node-1", 2),
                    new NodeFiles(Path.of("/s/nodes/node-1")),
                    Optional.empty(),
                    false,
                    false,
                    DiskCache.UNSAFE,
                    BootOrder.own(Racks.node("node-1", 2)),
                    Optional.empty())))
        .isEqualTo(
            """
            /usr/bin/qemu-system-x86_64
             -pidfile /s/nodes/node-1/pid
             -name guest=lab/node-1
             -daemonize
             -S
             -qmp unix:/s/nodes/node-1/qmp,server=on,wait=off
             -machine q35,accel=tcg,graphics=off
             -cpu max
             -smp 1
             -m 64M
             -nodefaults
             -no-user-config
             -display none
             -uuid d50164b9-587c-3b73-a417-e5ce616bea4e
             -smbios type=1,manufacturer=Acme,, Inc.,product=VNode,serial=SN-node-1,uuid=d50164b9-587c-3b73-a417-e5ce616bea4e
             -device VGA
             -device virtio-rng-pci
             -drive if=none,id=drive0,format=qcow2,cache=unsafe,discard=unmap,file=/s/nodes/node-1/disk.qcow2
             -device virtio-blk-pci,id=disk0,drive=drive0,serial=disk0,bootindex=1
             -device virtio-scsi-pci,id=scsi0
             -device scsi-cd,id=cd0,bus=scsi0.0,bootindex=4
             -netdev stream,id=net0,server=on,addr.type=unix,addr.path=/s/nodes/node-1/n0
             -device virtio-net-pci,id=nic0,netdev=net0,mac=0c:42:a1:00:00:00,bootindex=2
             -netdev stream,id=net1,server=on,addr.type=unix,addr.path=/s/nodes/node-1/n1
             -device virtio-net-pci,id=nic1,netdev=net1,mac=0c:42:a1:00:00:01,bootindex=3
             -chardev socket,id=con,path=/s/nodes/node-1/con,server=on,wait=off,logfile=/s/nodes/node-1/console.log,logappend=on
             -serial chardev:con
             -chardev socket,id=bmc,path=/s/nodes/node-1/kcs,reconnect=1
             -device ipmi-bmc-extern,id=bmc0,chardev=bmc
             -device isa-ipmi-kcs,bmc=bmc0\
            """);
  }

  @Test
  void uefiNodeWithItsFirmwaresHttpClientFromTheNetwork() {
    var http = Racks.withFirmware(Racks.node("node-1", 1), Firmware.UEFI, NetworkBoot.HTTP);

    String line =
        line(
            new Launch(
                Path.of("qemu-system-x86_64"),
                "lab",
                http,
                new NodeFiles(Path.of("/a,b/node-1")),
                Optional.of(Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd")),
                false,
                true,
                DiskCache.WRITEBACK,
                BootOrder.of(http, new BootOverride(Device.PXE, Lifetime.ONCE, Mode.UEFI)),
                Optional.of(Path.of("/iso/debian.iso"))));

    assertThat(line)
        .contains(
            "-machine q35,accel=kvm\n",
            "-cpu host\n",
            "-drive if=pflash,unit=0,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd\n",
            "-drive if=pflash,unit=1,format=raw,file=/a,,b/node-1/uefi-vars.fd\n",
            "cache=writeback",
            "-drive if=none,id=cd,format=raw,readonly=on,file=/iso/debian.iso\n",
            "-device scsi-cd,id=cd0,bus=scsi0.0,drive=cd,bootindex=3\n",
            "mac=0c:42:a1:00:00:00,bootindex=1,romfile=\n",
            "-fw_cfg name=opt/org.tianocore/IPv4PXESupport,string=n\n",
            "-fw_cfg name=opt/org.tianocore/IPv6PXESupport,string=n\n");
  }

  @Test
  void nodeWithFirmwareClientStartedAsBiosKeepsTheRomBecauseSeaBiosHasNoClient() {
    NodeSpec pxe = Racks.withFirmware(Racks.node("node-1", 1), Firmware.UEFI, NetworkBoot.PXE);

    String line =
        line(
            new Launch(
                Path.of("qemu-system-x86_64"),
                "lab",
                pxe,
                new NodeFiles(Path.of("/s/node-1")),
                Optional.empty(),
                false,
                false,
                DiskCache.UNSAFE,
                BootOrder.own(pxe),
                Optional.empty()));

    assertThat(line).doesNotContain("romfile", "fw_cfg");
  }

  @Test
  void machineWithKeysKeepsItsVariablesFromTheGuest() {
    NodeSpec node = Racks.withFirmware(Racks.node("node-1", 1), Firmware.UEFI, NetworkBoot.IPXE);

    String line =
        line(
            new Launch(
                Path.of("qemu-system-x86_64"),
                "lab",
                node,
                new NodeFiles(Path.of("/s/node-1")),
                Optional.of(Path.of("/usr/share/OVMF/OVMF_CODE_4M.secboot.fd")),
                true,
                false,
                DiskCache.UNSAFE,
                BootOrder.own(node),
                Optional.empty()));

    assertThat(line)
        .contains(
            "-machine q35,accel=tcg,smm=on\n",
            "readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.secboot.fd\n",
            "-global driver=cfi.pflash01,property=secure,value=on\n");
  }

  /** An option and its value on a line. */
  private static String line(Launch launch) {
    return String.join("\n", QemuCommandLine.of(launch))
        .replaceAll("\n(?!-)", " ")
        .replaceAll("\n", "\n ");
  }
}
