package io.anyrack.service;

import static io.anyrack.service.RunningRack.await;
import static io.anyrack.service.RunningRack.rack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.RackException;
import io.anyrack.rack.cloud.BrokenOffException;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.Origin;
import io.anyrack.service.bmc.BmcAccess;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RackServiceTest {
  private static final Origin CLI = new Origin("cli", "");
  private static final BootOverride PXE_ONCE =
      new BootOverride(Device.PXE, Lifetime.ONCE, Mode.UEFI);

  @TempDir Path directory;
  private final FakeSite site = new FakeSite();
  private RunningRack running;

  @BeforeEach
  void start() {
    running = new RunningRack(directory, site);
  }

  @AfterEach
  void close() {
    running.close();
  }

  /** What a new process finds after the old one died. */
  private void restart() {
    running.close();
    running = new RunningRack(directory, site);
    running.service.resume();
  }

  private Node node(String name) {
    return running.service.node(name).orElseThrow();
  }

  /** ASF 2.0 §3.2.4: presence ping and pong. */
  private static boolean pings(BmcAccess bmc) throws IOException {
    byte[] ping = HexFormat.of().parseHex("0600ff06000011be80000000");
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(5000);
      socket.send(
          new DatagramPacket(ping, ping.length, new InetSocketAddress(bmc.host(), bmc.port())));
      DatagramPacket pong = new DatagramPacket(new byte[64], 64);
      socket.receive(pong);
      return pong.getData()[8] == 0x40;
    }
  }

  @Test
  void makesARackAndItsBmcs() throws IOException {
    List<String> steps = new ArrayList<>();
    running.service.apply(
        rack(2), _ -> {}, (subject, step, state) -> steps.add(subject + " " + step + " " + state));

    assertThat(site.calls)
        .startsWith("open", "configure", "probe", "plan", "apply", "ADD node-1", "ADD node-2");
    assertThat(steps)
        .containsSubsequence("node-1 disk DONE", "node-1 bmc STARTED", "node-1 bmc DONE");
    assertThat(running.service.rack()).contains(rack(2));
    assertThat(pings(running.service.bmc("node-1").orElseThrow())).isTrue();
    assertThat(pings(running.service.bmc("node-2").orElseThrow())).isTrue();
    assertThat(running.events()).contains("applied: 4 changes");
    assertThat(Files.exists(running.state.rackFile())).isTrue();
  }

  @Test
  void refusesMoreBmcsThanItMayHaveSocketsFor() {
    running.close();
    running = new RunningRack(directory, site, new OpenFiles(260));

    assertThatThrownBy(() -> running.apply(rack(5)))
        .hasMessageContaining("5 BMCs need 261 open files, and this process may have 260")
        .hasMessageContaining("LimitNOFILE=261");
    assertThat(running.service.rack()).isEmpty();
    assertThat(site.calls).doesNotContain("apply");
    running.apply(rack(4));
    assertThatThrownBy(() -> running.apply(rack(4, "{}")))
        .as("two each with Redfish")
        .hasMessageContaining("264 open files")
        .hasMessageContaining("redfish: off");
    assertThat(running.service.rack()).contains(rack(4));
  }

  @Test
  void tellsWhatWorksLessWell() {
    site.finding = Optional.of(new Probe.Finding(Probe.Severity.WARNING, "kvm", "it is slow"));
    site.warnings = List.of("node-1: no boot program");

    assertThat(running.apply(rack(1)))
        .containsExactly("kvm: it is slow", "node-1: no boot program");
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "configure", "probe", "apply", "observe", "machine node-2"})
  void aFirstRackThatFailsLeavesNothing(String call) {
    site.faults.put(call, "no space left");

    assertThatThrownBy(() -> running.apply(rack(2))).hasMessageContaining("no space left");

    assertThat(running.service.rack()).isEmpty();
    assertThat(site.machines).isEmpty();
    assertThat(Files.exists(running.state.rackFile())).isFalse();
    assertThat(site.calls.contains("close"))
        .as("the site is closed")
        .isEqualTo(!call.equals("open"));
    site.faults.clear();
    running.apply(rack(2));
    assertThat(running.service.node("node-2")).isPresent();
  }

  @Test
  void saysWhyItFailedThoughTakingBackFailsToo() {
    site.faults.put("apply", "no space left");
    site.faults.put("destroy", "read-only file system");

    assertThatThrownBy(() -> running.apply(rack(1)))
        .hasMessage("no space left")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));

    assertThat(running.service.rack()).isEmpty();
    assertThat(running.events())
        .contains("what was made could not be taken back: read-only file system");
    assertThat(site.calls).endsWith("close");
  }

  @Test
  void refusesAnImpossibleRack() {
    site.finding = Optional.of(new Probe.Finding(Probe.Severity.PROBLEM, "qemu", "not found"));

    assertThatThrownBy(() -> running.apply(rack(1))).hasMessage("qemu: not found");

    assertThat(site.calls).doesNotContain("apply");
  }

  @Test
  void aLaterRackTouchesOnlyWhatDiffers() throws IOException {
    running.apply(rack(2));
    Node first = node("node-1");
    BmcAccess bmc = running.service.bmc("node-1").orElseThrow();
    BmcAccess second = running.service.bmc("node-2").orElseThrow();
    site.calls.clear();

    running.apply(rack(3));

    assertThat(site.calls).contains("ADD node-3").doesNotContain("open", "machine node-1");
    assertThat(node("node-1")).isSameAs(first);
    assertThat(running.service.bmc("node-1")).contains(bmc);
    assertThat(running.service.bmc("node-1").orElseThrow().password()).isEqualTo(bmc.password());

    running.apply(rack(1));

    assertThat(site.calls).contains("REMOVE node-2", "REMOVE node-3");
    assertThat(node("node-1")).isSameAs(first);
    assertThat(running.service.node("node-2")).isEmpty();
    assertThat(pings(bmc)).isTrue();
    try (DatagramSocket free = bind(second.port())) {
      assertThat(free.isBound()).as("the port is free again").isTrue();
    }
  }

  @Test
  void aLaterRackThatFailsKeepsTheOneBefore() throws IOException {
    running.apply(rack(1));
    Node first = node("node-1");
    site.faults.put("apply", "no space left");

    assertThatThrownBy(() -> running.apply(rack(2))).hasMessage("no space left");

    assertThat(running.service.rack()).contains(rack(1));
    assertThat(node("node-1")).isSameAs(first);
    assertThat(pings(running.service.bmc("node-1").orElseThrow())).isTrue();
    assertThat(site.calls).doesNotContain("destroy");
    site.faults.clear();
    running.apply(rack(2));
    assertThat(running.service.node("node-2")).isPresent();
  }

  @Test
  void goesOnAfterACrash() throws IOException {
    running.apply(rack(2));
    node("node-1").submit(new Command.SetBoot(PXE_ONCE), CLI);
    node("node-2").submit(new Command.On(), CLI);
    await(() -> node("node-2").status().powered());
    List<BmcAccess> before =
        List.of(
            running.service.bmc("node-1").orElseThrow(),
            running.service.bmc("node-2").orElseThrow());

    restart();

    assertThat(running.service.bmc("node-1")).contains(before.get(0));
    assertThat(running.service.bmc("node-2")).contains(before.get(1));
    assertThat(running.service.bmc("node-1").orElseThrow().password())
        .isEqualTo(before.get(0).password());
    assertThat(pings(before.get(0))).isTrue();
    assertThat(node("node-1").status().boot()).isEqualTo(PXE_ONCE);
    assertThat(node("node-2").status().powered()).isTrue();
    assertThat(running.events()).contains("attached to the rack");
    assertThat(site.calls).doesNotContain("node-2 stop");
  }

  @Test
  void hasNothingToGoOnWithAtFirst() {
    running.service.resume();

    assertThat(running.service.rack()).isEmpty();
    assertThat(site.calls).isEmpty();
  }

  @Test
  void aPortThatIsTakenMeanwhileCostsOneNodeItsBmc() throws IOException {
    running.apply(rack(3));
    int port = running.port("node-2");
    running.close();
    try (DatagramSocket _ = bind(port)) {
      running = new RunningRack(directory, site);
      running.service.resume();

      assertThat(pings(running.service.bmc("node-1").orElseThrow())).isTrue();
      assertThat(pings(running.service.bmc("node-3").orElseThrow())).isTrue();
      assertThat(running.service.bmcFault("node-2").orElse(""))
          .contains("the BMC of node-2 cannot listen on 127.0.0.1:" + port, "free that UDP port");
      assertThat(running.events()).anyMatch(text -> text.contains("the BMC of node-2"));
      assertThat(node("node-2").events().events())
          .anyMatch(
              event ->
                  event.kind() == Event.Kind.FAULT && event.message().contains("cannot listen"));
      assertThat(node("node-2").submit(new Command.On(), CLI)).isEqualTo(new Answer.Accepted());

      assertThatThrownBy(() -> running.apply(rack(3)))
          .isInstanceOf(RackException.class)
          .hasMessageContaining("the BMC of node-2 cannot listen");
      assertThat(running.service.node("node-3")).isPresent();
    }
    Node first = node("node-1");

    running.apply(rack(3));

    assertThat(running.service.bmcFault("node-2")).isEmpty();
    assertThat(running.port("node-2")).isEqualTo(port);
    assertThat(pings(running.service.bmc("node-2").orElseThrow())).isTrue();
    assertThat(node("node-1")).isSameAs(first);
  }

  @Test
  void aPortThatIsTakenFromTheStartIsRefused() throws IOException {
    try (DatagramSocket taken = bind(0)) {
      String bmc = "{ port: %d }".formatted(taken.getLocalPort());
      assertThatThrownBy(() -> running.apply(rack(1, bmc)))
          .isInstanceOf(RackException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
    assertThat(running.service.rack()).isEmpty();
    assertThat(site.calls).contains("destroy", "close");
  }

  @Test
  void aMachineThatIsGoneDoesNotKeepTheOthersFromComingUp() throws IOException {
    running.apply(rack(2));
    site.faults.put("machine node-1", "its disk is gone");

    restart();

    assertThat(running.service.node("node-1")).isEmpty();
    assertThat(pings(running.service.bmc("node-2").orElseThrow())).isTrue();
    assertThat(running.events()).contains("node-1: its disk is gone");
  }

  @Test
  void newCredentialsReachTheBmc() {
    running.apply(rack(1));
    int port = running.port("node-1");

    running.apply(rack(1, "{ credentials: { user: root, password: !secret PASSWORD } }"));

    BmcAccess access = running.service.bmc("node-1").orElseThrow();
    assertThat(access.username()).isEqualTo("root");
    assertThat(access.password()).isEqualTo("correct horse");
    assertThat(access.port()).isEqualTo(port);
    restart();
    assertThat(running.service.bmc("node-1")).contains(access);
  }

  @Test
  void pollingShowsWhatHappensOutside() {
    running.apply(rack(2));
    site.of("node-1").running = true;

    running.service.poll();

    assertThat(node("node-1").status().powered()).isTrue();
    assertThat(node("node-2").status().powered()).isFalse();
    site.of("node-1").running = false;
    running.service.poll();
    assertThat(node("node-1").status().powered()).isFalse();
  }

  @Test
  void pollingGoesOnAfterAFailure() throws InterruptedException {
    running.apply(rack(1));
    site.faults.put("observe", "the cloud is away");
    site.calls.clear();
    Thread polling = Thread.ofVirtual().start(running.service::keepPolling);
    await(() -> site.calls.contains("observe"));
    site.faults.clear();
    site.of("node-1").running = true;

    await(() -> node("node-1").status().powered());

    polling.interrupt();
    polling.join();
  }

  @Test
  void theCloudTellsWhatHappens() {
    running.apply(rack(1));
    site.of("node-1").running = true;
    site.observer().started("node-1");
    assertThat(node("node-1").status().powered()).isTrue();
    site.observer().restarted("node-1");
    site.observer().stopped("node-1", "the guest shut down");
    site.observer().stopped("node-9", "nobody knows it");

    assertThat(node("node-1").status().powered()).isFalse();
    assertThat(node("node-1").events().events())
        .extracting(Event::kind)
        .containsSubsequence(Event.Kind.POWER_ON, Event.Kind.RESET, Event.Kind.POWER_OFF);
  }

  @Test
  void bootStepsAreInTheNodesLog() {
    running.apply(rack(1));
    site.log.orElseThrow().note("node-1", "DHCP: 192.0.2.30");
    site.log.orElseThrow().note("node-9", "nobody knows it");

    assertThat(node("node-1").events().events())
        .anyMatch(event -> event.kind() == Event.Kind.NETBOOT);
  }

  @Test
  void destroysEverything() throws IOException {
    running.apply(rack(1));
    int port = running.port("node-1");

    running.service.destroy(Progress.SILENT);

    assertThat(site.calls).endsWith("destroy", "close");
    assertThat(running.service.rack()).isEmpty();
    assertThat(running.service.node("node-1")).isEmpty();
    assertThat(Files.exists(running.state.rackFile())).isFalse();
    assertThat(running.service.hasEnded()).isTrue();
    bind(port).close();
  }

  @Test
  void whatCannotBeDestroyedStaysToBeDestroyedAgain() {
    running.apply(rack(1));
    site.faults.put("destroy", "a process does not end");

    assertThatThrownBy(() -> running.service.destroy(Progress.SILENT))
        .hasMessage("a process does not end");

    assertThat(running.service.rack()).isPresent();
    assertThat(running.service.hasEnded()).isFalse();
    assertThat(Files.exists(running.state.rackFile())).isTrue();
    site.faults.clear();
    running.service.destroy(Progress.SILENT);
    assertThat(running.service.rack()).isEmpty();
  }

  @Test
  void aRackThatWaitsForADestructionIsRefused() throws InterruptedException {
    CountDownLatch applying = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicReference<String> ended = new AtomicReference<>("");
    Thread up =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    RackService.Applied _ =
                        running.service.apply(
                            rack(1),
                            _ -> {},
                            (_, _, _) -> {
                              applying.countDown();
                              awaitLatch(go);
                            });
                  } catch (BrokenOffException e) {
                    ended.set(String.valueOf(e.getMessage()));
                  }
                });
    awaitLatch(applying);
    Thread down = Thread.ofPlatform().start(() -> running.service.destroy(Progress.SILENT));
    await(() -> down.getState() == Thread.State.WAITING);
    AtomicReference<String> refused = new AtomicReference<>("");
    Thread second =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    running.apply(rack(2));
                  } catch (RackException e) {
                    refused.set(String.valueOf(e.getMessage()));
                  }
                });
    await(() -> second.getState() == Thread.State.WAITING);
    go.countDown();
    up.join();
    assertThat(ended.get()).isEqualTo("ended by a `down` of the rack");
    down.join();
    second.join();

    assertThat(refused.get()).contains("about to end; try again");
    assertThat(running.service.rack()).isEmpty();
    assertThat(site.machines).isEmpty();
  }

  @Test
  void endsOnlyWithoutARack() {
    running.apply(rack(1));
    assertThatThrownBy(() -> running.service.endIfEmpty()).isInstanceOf(RackException.class);
    assertThat(running.service.hasEnded()).isFalse();
    restart();
    assertThat(running.service.rack()).isPresent();
  }

  @Test
  void closingLeavesTheMachinesAlone() {
    running.apply(rack(1));
    site.calls.clear();

    running.close();

    assertThat(site.calls).containsExactly("close");
    assertThat(site.machines).containsOnlyKeys("node-1");
    assertThatThrownBy(() -> running.apply(rack(1))).hasMessageContaining("about to end");
  }

  private static DatagramSocket bind(int port) throws SocketException {
    return new DatagramSocket(port, InetAddress.getLoopbackAddress());
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
