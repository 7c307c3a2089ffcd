package io.anyrack.cli.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.cli.sync.SiteSync;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.Site;
import io.anyrack.service.state.RackStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node's start, from the command to its boot script. */
class TenantSiteTest {
  private static final UUID SERVER = UUID.fromString("9bba4b6c-5a2f-4c39-9b3f-2f5b1de0a111");
  private static final BootOverride PXE_ONCE =
      new BootOverride(BootOverride.Device.PXE, BootOverride.Lifetime.ONCE, BootOverride.Mode.OWN);

  @TempDir Path directory;
  private final FakeCloud fake = new FakeCloud();
  private final List<String> notes = new ArrayList<>();
  private final List<String> restarted = new ArrayList<>();
  private int port;
  private TenantSite site;

  @BeforeEach
  void open() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    site = site();
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** A process's site; its clock stands where no fetch is a repetition of the one before. */
  private TenantSite site() {
    Rack rack =
        RackStore.parse(
            """
            rack: lab
            cloud: openstack
            nodes: 1
            boot: { script: "http://192.0.2.9/mine.ipxe", address: 127.0.0.1, port: %d }
            """
                .formatted(port),
            Map.of());
    OrderedCloud cloud =
        new OrderedCloud(
            fake,
            _ -> Optional.empty(),
            new StartsFile(directory.resolve("starts.json")),
            new Hours(),
            _ -> Duration.ZERO);
    Site.Log log =
        new Site.Log() {
          @Override
          public void note(String node, String message) {
            notes.add(node + " " + message);
          }

          @Override
          public void sync(String node, String message) {
            notes.add("sync " + node + " " + message);
          }
        };
    TenantSite opened =
        TenantSite.open(
            rack,
            cloud,
            new TenantSite.Machines(
                _ -> Optional.of("sanboot --no-describe --drive 0x80"),
                id -> Optional.of("node-1").filter(_ -> id.equals(SERVER))),
            log,
            new SiteSync(
                _ -> {
                  throw new AssertionError("no rack here has address sync");
                },
                (_, _) -> {
                  throw new AssertionError("no rack here has address sync");
                },
                log),
            Clock.systemUTC(),
            () -> notes.add("closed"));
    cloud.watch(
        new MachineObserver() {
          @Override
          public void stopped(String node, String reason) {}

          @Override
          public void started(String node) {}

          @Override
          public void restarted(String node) {
            restarted.add(node);
          }
        });
    return opened;
  }

  private Machine machine() {
    return site.cloud().machine("node-1");
  }

  private String script() throws IOException, InterruptedException {
    return text().contains("sanboot") ? "disk" : "network";
  }

  private String text() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/boot/" + SERVER))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void theNodeBootsWhatItsStartWasTold() throws Exception {
    machine().start(PXE_ONCE);

    assertThat(script()).isEqualTo("network");
    assertThat(restarted).isEmpty();
    assertThat(notes).singleElement().asString().startsWith("node-1 HTTP: fetched /boot.ipxe (");
    assertThat(fake.calls).containsExactly("node-1 start PXE");
  }

  @Test
  void whatAsksASecondTimeHasRestartedByItself() throws Exception {
    machine().start(PXE_ONCE);
    script();

    assertThat(script()).as("the override was for once").isEqualTo("disk");
    assertThat(restarted).containsExactly("node-1");
  }

  @Test
  void aNewServiceKnowsTheStartsOfTheOldOne() throws Exception {
    machine().reset(PXE_ONCE);
    site.close();
    assertThat(notes).contains("closed");
    site = site();

    assertThat(script()).isEqualTo("network");
    assertThat(restarted).isEmpty();
  }

  @Test
  void aNewServiceKnowsTheUrlOfAStart() throws Exception {
    machine()
        .start(
            new BootOverride(
                BootOverride.Device.HTTP,
                BootOverride.Lifetime.ONCE,
                BootOverride.Mode.UEFI,
                0,
                Optional.of(URI.create("http://192.0.2.8/grub.efi"))));
    site.close();
    site = site();

    assertThat(text()).contains("chain --autofree http://192.0.2.8/grub.efi ||");
    assertThat(text()).as("for once").doesNotContain("192.0.2.8");
  }

  @Test
  void aStoppedMachineOwesNothing() throws Exception {
    machine().start(PXE_ONCE);
    machine().stop();

    assertThat(script()).isEqualTo("disk");
  }

  @Test
  void saysThatNodesCannotReachIt() {
    assertThat(site.warnings())
        .containsExactlyInAnyOrder(
            "network provision has no router: node-1 cannot boot from the network, for the boot"
                + " server is on this machine; say `routers: [{ name: edge, external: NETWORK }]`"
                + " with the name of the cloud's external network and `router: edge` for the"
                + " network provision, or let the service run in the project: `bmc: { placement: vm"
                + " }`",
            "nodes cannot reach the boot server at 127.0.0.1; say in the rack file where they can:"
                + " boot: {address: ADDRESS}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "dnsmasq's files of the installer | here | dnsmasq-hosts: /no/such/place | 1",
        "its leases | here | dnsmasq-leases: /no/such/file | 1",
        "files that are here | here | dnsmasq-hosts: / | 0",
        "a list that is still to be written | here | static: /no/such/list | 0",
        "an API | here | neutron: undercloud | 0",
        "the service is there | installer | dnsmasq-hosts: /no/such/place | 0",
      })
  void saysThatTheInstallersFilesAreNotHere(
      String name, String placement, String source, int warnings) {
    site.phases(
        RackStore.parse(
            """
            rack: lab
            cloud: openstack
            nodes: 1
            installer: { image: debian }
            bmc: { placement: %s }
            boot: { address: 192.0.2.5 }
            sync: { sources: [ { %s } ] }
            """
                .formatted(placement, source),
            Map.of()));
    assertThat(site.warnings())
        .as(name)
        .filteredOn(warning -> warning.startsWith("address sync reads "))
        .hasSize(warnings)
        .allMatch(warning -> warning.endsWith("run there: bmc: {placement: installer}"));
  }
}
