package io.anyrack.service;

import static io.anyrack.service.RunningRack.await;
import static io.anyrack.service.RunningRack.rack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.cloud.BrokenOffException;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.Origin;
import io.anyrack.rack.plan.Plan;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rack whose cloud is elsewhere: it remembers by itself, and may not answer. */
class RemoteCloudTest {
  private static final Origin CLI = new Origin("cli", "");

  @TempDir Path directory;
  private final FakeSite site = new FakeSite();
  private RunningRack running;

  @BeforeEach
  void start() {
    site.remembers = true;
    running = new RunningRack(directory, site);
  }

  @AfterEach
  void close() {
    running.close();
  }

  private void restart() {
    running.close();
    running = new RunningRack(directory, site);
    running.service.resume();
  }

  private Node node(String name) {
    return running.service.node(name).orElseThrow();
  }

  @Test
  void theCloudMakesThePlan() {
    List<Plan> plans = new ArrayList<>();
    site.account = List.of("35 s in all, 33 s of it waiting");

    RackService.Applied applied = running.service.apply(rack(2), plans::add, Progress.SILENT);

    assertThat(site.calls)
        .containsSubsequence("open", "probe", "plan", "apply", "ADD node-1", "ADD node-2");
    assertThat(plans).hasSize(1);
    assertThat(plans.getFirst().of(Plan.Kind.NODE, "node-2")).isPresent();
    assertThat(applied.account()).containsExactly("35 s in all, 33 s of it waiting");
    assertThat(running.service.destroy(Progress.SILENT))
        .containsExactly("35 s in all, 33 s of it waiting");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "observe"})
  void aFirstUpThatFailsHalfWayIsGoneOnWith(String call) {
    site.faults.put(call, "quota exceeded");

    assertThatThrownBy(() -> running.apply(rack(2))).hasMessage("quota exceeded");

    assertThat(site.calls).doesNotContain("destroy");
    assertThat(running.service.rack()).contains(rack(2));
    assertThat(Files.exists(running.state.rackFile())).as("what `down` needs").isTrue();
    site.faults.clear();
    running.apply(rack(2));
    assertThat(node("node-2").status().powered()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "probe", "plan"})
  void aFirstUpThatBeginsNothingLeavesNothing(String call) {
    site.faults.put(call, "wrong password");

    assertThatThrownBy(() -> running.apply(rack(2))).hasMessage("wrong password");

    assertThat(site.calls).doesNotContain("destroy");
    assertThat(running.service.rack()).isEmpty();
    assertThat(Files.exists(running.state.rackFile())).isFalse();
    running.service.endIfEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDownEndsTheUpThatRuns(boolean remembers) throws Exception {
    site.remembers = remembers;
    site.beforeApply = new CountDownLatch(1);
    CompletableFuture<String> up = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                up.complete("made: " + running.apply(rack(2)));
              } catch (BrokenOffException e) {
                up.complete(String.valueOf(e.getMessage()));
              }
            });
    await(() -> site.calls.contains("apply"));

    running.service.destroy(Progress.SILENT);

    assertThat(up.get()).isEqualTo("ended by a `down` of the rack");
    assertThat(site.calls).contains("destroy").doesNotContain("ADD node-1");
    assertThat(running.service.hasEnded()).isTrue();
    assertThat(Files.exists(running.state.rackFile())).isFalse();
  }

  @Test
  void aServiceThatDiedHalfWayThroughItsFirstUpGoesOn() {
    site.faults.put("apply", "the power went");
    assertThatThrownBy(() -> running.apply(rack(2))).hasMessage("the power went");
    site.faults.clear();

    restart();

    assertThat(running.service.node("node-2")).isPresent();
  }

  @Test
  void bmcsSayWhatWasKnownLastWhileTheCloudIsAway() {
    running.apply(rack(2));
    node("node-1").submit(new Command.On(), CLI);
    await(() -> node("node-1").status().powered() && site.of("node-1").running);
    await(() -> node("node-1").status().state().operation().isEmpty());
    site.faults.put("apply", "the cloud is away");
    site.faults.put("machine node-1", "the cloud is away");
    site.faults.put("machine node-2", "the cloud is away");
    site.faults.put("observe", "the cloud is away");

    restart();

    assertThat(node("node-1").status().powered()).isTrue();
    assertThat(node("node-2").status().powered()).isFalse();
    assertThat(running.service.bmcFault("node-1")).isEmpty();
    running.service.poll();
    running.service.poll();
    assertThat(running.events())
        .filteredOn(event -> event.contains("the cloud is away"))
        .as("said once")
        .hasSize(1);

    site.of("node-2").running = true;
    site.faults.clear();
    running.service.poll();
    assertThat(running.events()).contains("the cloud answers again");
    assertThat(node("node-2").status().powered()).isTrue();
  }

  @Test
  void aCommandWaitsForTheCloud() {
    running.apply(rack(1));
    site.faults.put("apply", "the cloud is away");
    site.faults.put("machine node-1", "the cloud is away");
    restart();

    assertThat(node("node-1").submit(new Command.On(), CLI).toString()).contains("Accepted");
    await(() -> site.calls.stream().filter("machine node-1"::equals).count() > 3);
    assertThat(site.of("node-1").running).isFalse();
    site.faults.clear();

    await(() -> site.of("node-1").running);
    await(() -> node("node-1").status().state().operation().isEmpty());
    assertThat(node("node-1").status().powered()).isTrue();
  }

  @Test
  void bmcsAnswerOnAnotherAddressOfThisMachine() throws SocketException {
    Optional<String> address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
            .map(each -> each.getHostAddress())
            .findFirst();
    Assumptions.assumeTrue(address.isPresent(), "this machine has another address");

    running.apply(rackAt(address.get()));

    assertThat(running.service.bmc("node-1").orElseThrow().host()).isEqualTo(address.get());
    assertThatThrownBy(
            () ->
                new DatagramSocket(new InetSocketAddress(address.get(), running.port("node-1")))
                    .close())
        .as("the BMC has it")
        .isInstanceOf(SocketException.class);
  }

  private static Rack rackAt(String address) {
    Rack rack = rack(1);
    BmcSpec bmc = rack.bmc();
    return new Rack(
        rack.name(),
        rack.cloud(),
        rack.networks(),
        rack.nodes(),
        new BmcSpec(
            bmc.addressing(),
            Ipv4Address.parse(address),
            bmc.port(),
            bmc.credentials(),
            bmc.softOffAfter(),
            bmc.placement(),
            bmc.powerOff()),
        rack.boot());
  }
}
