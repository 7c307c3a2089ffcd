package io.anyrack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.anyrack.cli.linux.DemoLinux;
import io.anyrack.rack.model.BootSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Somebody types into a node of a real OpenStack that hands out serial consoles ({@code testbed/up
 * --with serial}).
 */
@Tag("openstack")
final class RealConsoleTest {
  @RegisterExtension private static final Anyrack ANYRACK = new Anyrack();

  @Test
  void typesIntoTheGuestAndSeesEverythingOnce() throws IOException {
    int port = RealCloud.freePort();
    try (Rack rack =
        ANYRACK.rack(
            RealCloud.head("typed")
                + """
                nodes: [{ name: box, memory: 512MiB, disk: 1GiB }]
                boot: { script: boot.ipxe, serve: www, address: %s, port: %d }
                """
                    .formatted(RealCloud.ADDRESS, port))) {
      serve(rack.file(), port);
      rack.up();
      Node box = rack.node("box");
      Ipmitool ipmitool = box.bmc()::ipmitool;
      ipmitool.ask("chassis", "bootdev", "pxe", "options=persistent");
      ipmitool.insist("power", "on");
      try (Guest sol = Guest.at("box", box.bmc().startAtTerminal("sol", "activate"))) {
        sol.await("SOL Session operational");
        sol.await(DemoLinux.UP_MARK);
        assumeFalse(sol.shown().contains("read-only: this cloud"), "this cloud hands out no lines");
        assertThat(sol.run("echo typed-$((40+2))").expectDone()).isEqualTo("typed-42");
        assertThat(sol.run("seq 1 300 | tail -n 1").expectDone()).isEqualTo("300");
      }
      ipmitool.ask("sol", "deactivate"); // ipmitool was ended, its session was not
      try (Guest console = box.guest()) {
        assertThat(console.run("echo once-$((50+5))").expectDone()).isEqualTo("once-55");
        ipmitool.insist("power", "cycle");
        console.await(DemoLinux.UP_MARK);
        assertThat(console.run("echo again-$((60+6))").expectDone()).isEqualTo("again-66");
      }
      String history = box.history();
      for (String said : new String[] {"typed-42", "once-55", "again-66"}) {
        assertThat(history.split(said, -1)).as(said).hasSize(2);
      }
    }
  }

  private static void serve(Path file, int port) throws IOException {
    Path served = Files.createDirectories(file.resolveSibling("www"));
    BootSpec.Linux linux = ANYRACK.linux();
    Files.copy(linux.kernel(), served.resolve("vmlinuz"));
    Files.copy(linux.initrds().getFirst(), served.resolve("initrd.gz"));
    Files.writeString(
        file.resolveSibling("boot.ipxe"),
        """
        #!ipxe
        set files http://%s:%d/boot/${uuid}/files
        kernel ${files}/vmlinuz initrd=initrd.gz %s || exit 1
        initrd ${files}/initrd.gz || exit 1
        boot || exit 1
        """
            .formatted(RealCloud.ADDRESS, port, linux.commandLine()));
  }
}
