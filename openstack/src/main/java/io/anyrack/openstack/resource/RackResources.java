package io.anyrack.openstack.resource;

import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.neutron.Port;
import io.anyrack.openstack.nova.Flavor;
import io.anyrack.openstack.nova.Keypair;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.openstack.work.Account;
import io.anyrack.openstack.work.Graph;
import io.anyrack.openstack.work.Step;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The resources of racks in a project: compared, made, changed, destroyed. What is there is known
 * by its tags; nothing is kept here. Each method may be called again after an interruption.
 */
public final class RackResources {
  private final Project project;
  private final BootMedia media;
  private final NodeShapes shapes;
  private final Supplier<String> publicKey;
  private final Holder holder;
  private final Predicate<Holder> gone;
  private final InstantSource time;
  private final Patience patience;

  /**
   * The resources of racks in a project.
   *
   * @param project whose services are asked
   * @param media keeps boot media
   * @param shapes decides how nodes become servers
   * @param publicKey the SSH key of servers that name no key pair; asked for when one is made
   * @param holder who changes racks here
   * @param gone whether another holder's process is known to be gone
   * @param time says when claims end
   * @param patience how long the cloud is waited for
   */
  public RackResources(
      Project project,
      BootMedia media,
      NodeShapes shapes,
      Supplier<String> publicKey,
      Holder holder,
      Predicate<Holder> gone,
      InstantSource time,
      Patience patience) {
    this.project = project;
    this.media = media;
    this.shapes = shapes;
    this.publicKey = publicKey;
    this.holder = holder;
    this.gone = gone;
    this.time = time;
    this.patience = patience;
  }

  /** What has to be done so that {@code rack} is as it says; changes nothing. */
  public Plan plan(Rack rack) {
    return PlanText.of(look(rack).comparison());
  }

  /** How the nodes of a rack become servers here; changes nothing. */
  public Map<String, NodeShape> shapes(Rack rack) {
    return Wanted.shapes(rack, shapes, facts());
  }

  /**
   * Makes it so.
   *
   * @throws io.anyrack.rack.cloud.CloudException naming what failed; what was made so far stays and
   *     is found again by the next call
   */
  public Outcome apply(Rack rack, Progress progress) {
    long began = System.nanoTime();
    int calls = project.calls().calls();
    Duration waited = project.calls().waited();
    try (Lease.Held _ = lease(rack.name()).take()) {
      Look look = look(rack);
      List<Step> steps = new Steps(look.comparison(), look.scene()).all();
      Account account = new Graph(steps, patience.atOnce()).run(progress);
      return outcome(account, began, calls, waited);
    }
  }

  /** Destroys all that carries the rack's tag, and nothing else. */
  public Outcome destroy(String rack, Progress progress) {
    long began = System.nanoTime();
    int calls = project.calls().calls();
    Duration waited = project.calls().waited();
    RackTags tags = new RackTags(rack);
    try (Lease.Held _ = lease(rack).take()) {
      Scene scene = Scene.of(project, tags, Survey.of(project, tags), patience);
      List<Step> steps = removals(scene);
      String keypair = KeypairPart.name(rack);
      if (project.nova().keypairs().stream().anyMatch(each -> each.name().equals(keypair))) {
        steps.add(
            new Step(
                "remove key pair",
                keypair,
                "remove",
                Set.of(),
                () -> project.nova().deleteKeypair(keypair)));
      }
      if (!media.usedBy(rack).isEmpty()) {
        // Volumes may still read from the images they are made of.
        Set<String> after = new LinkedHashSet<>();
        steps.forEach(each -> after.add(each.name()));
        steps.add(
            new Step("release media", "boot media", "release", after, () -> media.release(rack)));
      }
      Account account = new Graph(steps, patience.atOnce()).run(progress);
      return outcome(account, began, calls, waited);
    }
  }

  private static List<Step> removals(Scene scene) {
    List<Removal> going = new ArrayList<>();
    Comparison.interfaces(scene.survey()).forEach(each -> going.add(new Removal(each)));
    Comparison.owned(scene.survey()).forEach(each -> going.add(new Removal(each)));
    RemovalOrder order = new RemovalOrder(going);
    List<Step> steps = new ArrayList<>();
    for (Removal removal : order.going()) {
      Set<String> after = order.after(removal);
      if (removal.type() == Key.Type.INTERFACE) {
        // A floating IP of the project's own leads to a port until that is gone.
        order.of(Key.Type.PORT).forEach(each -> after.add(each.step()));
      }
      steps.add(
          new Step(
              removal.step(),
              Subject.of(removal.owned().role(), removal.owned().key().name())
                  .map(Subject::name)
                  .orElse(removal.owned().key().name()),
              "remove " + removal.owned().key(),
              after,
              () -> removal.carryOut(scene)));
    }
    return steps;
  }

  /** The rack's servers, of nodes and plain ones, by name: one call. */
  public Map<String, Server> servers(String rack) {
    RackTags tags = new RackTags(rack);
    Map<String, Server> servers = new LinkedHashMap<>();
    Index.ofServers(Survey.servers(project, tags), tags)
        .owned()
        .forEach(each -> servers.putIfAbsent(each.key().name(), each.resource()));
    return servers;
  }

  /** The rack's ports, by name such as {@code node-1/provision}: one call. */
  public Map<String, Port> ports(String rack) {
    RackTags tags = new RackTags(rack);
    Map<String, Port> ports = new LinkedHashMap<>();
    Index.ofNeutron(Key.Type.PORT, project.neutron().ports().tagged(tags.tag()), tags)
        .owned()
        .forEach(each -> ports.putIfAbsent(each.key().name(), each.resource()));
    return ports;
  }

  private Lease lease(String rack) {
    return new Lease(project.neutron(), rack, holder, gone, time, patience);
  }

  private record Look(Scene scene, Comparison comparison) {}

  private Look look(Rack rack) {
    RackTags tags = new RackTags(rack.name());
    // The first call logs in; the others would wait for it anyway.
    project.id();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Survey> survey = threads.submit(() -> Survey.of(project, tags));
      Future<List<Keypair>> keypairs = threads.submit(() -> project.nova().keypairs());
      CloudFacts facts = facts();
      Map<String, NodeShape> nodes = Wanted.shapes(rack, shapes, facts);
      Set<Medium> needed = Wanted.media(nodes);
      Map<Medium, String> present =
          needed.isEmpty() ? Map.of() : media.present(needed, rack.name());
      Scene scene = Scene.of(project, tags, result(survey), patience);
      Wanted wanted = new Wanted(rack, nodes, facts, result(keypairs), media, present, publicKey);
      return new Look(scene, Comparison.of(wanted.parts(scene), scene));
    }
  }

  private CloudFacts facts() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Flavor>> flavors = threads.submit(() -> project.nova().flavors());
      Future<List<Image>> images = threads.submit(() -> project.glance().images());
      return new CloudFacts(
          project.nova().microversion(),
          project.cinder().isPresent(),
          result(flavors),
          result(images));
    }
  }

  private static <T> T result(Future<T> future) {
    return Survey.result(future);
  }

  private Outcome outcome(Account account, long began, int callsBefore, Duration waitedBefore) {
    return new Outcome(
        account,
        project.calls().calls() - callsBefore,
        project.calls().waited().minus(waitedBefore),
        Duration.ofNanos(System.nanoTime() - began));
  }
}
