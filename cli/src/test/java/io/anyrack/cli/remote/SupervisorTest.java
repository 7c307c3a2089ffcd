package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the service is started on servers of both kinds: with systemd and root's rights, without. */
class SupervisorTest {
  @TempDir private Path directory;
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = FakeServer.in(directory);
  }

  private RemoteSystem system(RemoteSystem.Rights rights, boolean systemd) {
    return new RemoteSystem("x86_64", "/home/debian", rights, systemd);
  }

  @Test
  void withSystemdTheServiceIsAUnit() {
    RemoteSystem system = system(RemoteSystem.Rights.SUDO, true);

    assertThat(system.programs()).isEqualTo("/opt/anyrack");
    assertThat(system.warning("a")).isEmpty();
    assertThat(
            new Supervisor(server.ssh(), system, "lab")
                .unit("/opt/anyrack/0123/bin/anyrack", Optional.of("/s/addresses.sh")))
        .isEqualTo(
            """
            # Made by Anyrack: it writes this file again when it brings the rack up.
            [Unit]
            Description=BMCs of the rack lab
            Wants=network-online.target
            After=network-online.target

            [Service]
            User=debian
            UMask=0077
            Environment=XDG_STATE_HOME=/home/debian/.local/state
            ExecStartPre=+/bin/sh /s/addresses.sh
            ExecStart=/opt/anyrack/0123/bin/anyrack service --foreground --rack lab
            Restart=always
            RestartSec=2
            AmbientCapabilities=CAP_NET_BIND_SERVICE
            CapabilityBoundingSet=CAP_NET_BIND_SERVICE
            NoNewPrivileges=yes
            ProtectSystem=full
            PrivateTmp=yes

            [Install]
            WantedBy=multi-user.target
            """);
  }

  @Test
  void withoutSystemdOrRootItRunsAloneAndThatIsSaid() {
    assertThat(system(RemoteSystem.Rights.NONE, true).warning("192.0.2.9"))
        .hasValueSatisfying(
            warning -> assertThat(warning).contains("the user there may not become root"));
    assertThat(system(RemoteSystem.Rights.ROOT, false).warning("192.0.2.9"))
        .hasValueSatisfying(warning -> assertThat(warning).contains("no systemd there"));
    assertThat(system(RemoteSystem.Rights.NONE, true).programs())
        .isEqualTo("/home/debian/.local/share/anyrack");
  }

  @Test
  void aServerIsAskedWhatItIsLike() {
    RemoteSystem system = RemoteSystem.ask(server.ssh(), System.getProperty("os.arch"));

    assertThat(system.home()).isEqualTo(server.home().toString());
    assertThat(system.rights()).isEqualTo(RemoteSystem.Rights.NONE);
  }

  @Test
  void anotherKindOfMachineIsRefused() throws IOException {
    FakeServer.executable(
        Files.writeString(server.home().resolve(".bin/uname"), "#!/bin/sh\necho sparc64\n"));

    assertThatThrownBy(() -> RemoteSystem.ask(server.ssh(), "amd64"))
        .isInstanceOf(RemoteException.class)
        .hasMessageStartingWith("192.0.2.9 is a machine of the kind sparc64 and this one of amd64");
  }
}
