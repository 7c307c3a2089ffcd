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
import io.anyrack.rack.cloud.BreakOff;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.file.BmcNetworks;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.plan.Plan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The resources of a rack in a project. What is there is known by its tags; nothing is kept here.
 * Thread-safe; who changes the rack holds a lease on it, also against others elsewhere.
 */
public final class ProjectResources implements RackResources {
  private final String rack;
  private final Project project;
  private final BootMedia media;
  private final NodeShapes shapes;
  private final Supplier<String> publicKey;
  private final Holder holder;
  private final Predicate<Holder> gone;
  private final InstantSource time;
  private final Patience patience;
  private volatile List<String> account = List.of();

  /**
   * The resources of a rack in a project.
   *
   * @param rack its name
   * @param project whose services are asked
   * @param media keeps boot media
   * @param shapes decides how nodes become servers
   * @param publicKey the SSH key of servers that name no key pair; asked for when one is made
   * @param holder who changes racks here
   * @param gone whether another holder's process is known to be gone
   * @param time says when claims end
   * @param patience how long the cloud is waited for
   */
  public ProjectResources(
      String rack,
      Project project,
      BootMedia media,
      NodeShapes shapes,
      Supplier<String> publicKey,
      Holder holder,
      Predicate<Holder> gone,
      InstantSource time,
      Patience patience) {
    this.rack = rack;
    this.project = project;
    this.media = media;
    this.shapes = shapes;
    this.publicKey = publicKey;
    this.holder = holder;
    this.gone = gone;
    this.time = time;
    this.patience = patience;
  }

  @Override
  public Plan plan(Rack wanted) {
    return PlanText.of(look(wanted).comparison());
  }

  /** How the nodes of a rack become servers here; changes nothing. */
  public Map<String, NodeShape> shapes(Rack wanted) {
    return Wanted.shapes(wanted, shapes, facts());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Looks again, since the plan may be old: what is there by now decides.
   *
   * @throws io.anyrack.rack.cloud.CloudException naming what failed; what was made so far stays and
   *     is found again by the next call
   */
  @Override
  public void apply(Rack wanted, Plan plan, Progress progress, BreakOff breakOff) {
    long began = System.nanoTime();
    int calls = project.calls().calls();
    Duration waited = project.calls().waited();
    try (Lease.Held held = lease().claim()) {
      Look look = settling(held, () -> look(wanted));
      List<Step> steps = new Steps(look.comparison(), look.scene()).all();
      run(steps, progress, breakOff, held, began, calls, waited);
    }
  }

  /**
   * Looks at the cloud while it becomes certain who has the lease: nobody else changes the rack.
   */
  private static <T> T settling(Lease.Held held, Supplier<T> look) {
    if (held.inherited()) {
      held.settle();
      return look.get();
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<T> seen = threads.submit(look::get);
      held.settle();
      return result(seen);
    }
  }

  @Override
  public void destroy(Progress progress) {
    long began = System.nanoTime();
    int calls = project.calls().calls();
    Duration waited = project.calls().waited();
    try (Lease.Held held = lease().claim()) {
      List<Step> steps = settling(held, this::removals);
      run(steps, progress, new BreakOff(), held, began, calls, waited);
    }
  }

  private List<Step> removals() {
    RackTags tags = new RackTags(rack);
    List<Step> steps = removals(Scene.of(project, tags, Survey.of(project, tags), patience));
    Set<String> names = Set.of(tags.keypair(project.id()), tags.keypairBefore());
    project.nova().keypairs().stream()
        .map(Keypair::name)
        .filter(names::contains)
        .forEach(
            name ->
                steps.add(
                    new Step(
                        "remove key pair " + name,
                        name,
                        "remove",
                        Set.of(),
                        () -> project.nova().deleteKeypair(name))));
    if (!media.usedBy(rack).isEmpty()) {
      // Volumes may still read from the images they are made of.
      Set<String> after = new LinkedHashSet<>();
      steps.forEach(each -> after.add(each.name()));
      steps.add(
          new Step("release media", "boot media", "release", after, () -> media.release(rack)));
    }
    return steps;
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
  public Map<String, Server> servers() {
    RackTags tags = new RackTags(rack);
    Map<String, Server> servers = new LinkedHashMap<>();
    Index.ofServers(Survey.servers(project, tags), tags)
        .owned()
        .forEach(each -> servers.putIfAbsent(each.key().name(), each.resource()));
    return servers;
  }

  /** The rack's ports, by name such as {@code node-1/provision}: one call. */
  public Map<String, Port> ports() {
    RackTags tags = new RackTags(rack);
    Map<String, Port> ports = new LinkedHashMap<>();
    Index.ofNeutron(Key.Type.PORT, project.neutron().ports().tagged(tags.tag()), tags)
        .owned()
        .forEach(each -> ports.putIfAbsent(each.key().name(), each.resource()));
    return ports;
  }

  @Override
  public List<String> account() {
    return account;
  }

  private Lease lease() {
    return new Lease(project.neutron(), rack, holder, gone, time, patience, Lease.USUAL);
  }

  private record Look(Scene scene, Comparison comparison) {}

  private Look look(Rack written) {
    if (!written.name().equals(rack)) {
      throw new IllegalArgumentException(written.name() + " is not the rack " + rack);
    }
    Rack wanted = BmcNetworks.with(written);
    RackTags tags = new RackTags(rack);
    // The first call logs in; the others would wait for it anyway.
    project.id();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Survey> survey = threads.submit(() -> Survey.of(project, tags));
      Future<List<Keypair>> keypairs = threads.submit(() -> project.nova().keypairs());
      CloudFacts facts = facts();
      Map<String, NodeShape> nodes = Wanted.shapes(wanted, shapes, facts);
      Set<Medium> needed = Wanted.media(nodes);
      Map<Medium, String> present = needed.isEmpty() ? Map.of() : media.present(needed, rack);
      Scene scene = Scene.of(project, tags, result(survey), patience);
      List<MediumPart> parts =
          needed.stream()
              .map(each -> new MediumPart(each, Optional.ofNullable(present.get(each)), media))
              .toList();
      Wanted all = new Wanted(wanted, nodes, facts, result(keypairs), parts, publicKey);
      return new Look(scene, Comparison.of(all.parts(scene), scene));
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

  private void run(
      List<Step> steps,
      Progress progress,
      BreakOff breakOff,
      Lease.Held held,
      long began,
      int callsBefore,
      Duration waitedBefore) {
    account = List.of();
    Account took =
        held.during(breakOff, either -> new Graph(steps, patience.atOnce()).run(progress, either));
    account =
        new Outcome(
                took,
                held.took(),
                project.calls().calls() - callsBefore,
                project.calls().waited().minus(waitedBefore),
                Duration.ofNanos(System.nanoTime() - began))
            .lines();
  }
}
