package io.anyrack.openstack.resource;

import io.anyrack.openstack.http.UnavailableException;
import io.anyrack.openstack.nova.BlockDevice;
import io.anyrack.openstack.nova.Nova;
import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.nova.ServerRequest;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.cloud.CloudException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A server, of a node or a plain one. It is ready when it is there, and, a node's, off again.
 *
 * @param wanted what it shall be like
 */
record ServerPart(WantedServer wanted) implements Part<Server> {
  /** Set once the server was brought where it shall be after it was made. */
  private static final String READY = "anyrack:ready";

  static Key key(String server) {
    return new Key(Key.Type.SERVER, server);
  }

  @Override
  public Key key() {
    return key(wanted.name());
  }

  @Override
  public Subject subject() {
    return wanted.subject();
  }

  @Override
  public List<Key> needs() {
    List<Key> needs = new ArrayList<>(bound());
    wanted.image().flatMap(ImageRef::medium).ifPresent(needs::add);
    wanted.disks().forEach(disk -> disk.image().flatMap(ImageRef::medium).ifPresent(needs::add));
    wanted.rescueMedium().ifPresent(needs::add);
    wanted.ownKeypair().ifPresent(needs::add);
    return needs;
  }

  @Override
  public List<Key> bound() {
    List<Key> bound = new ArrayList<>(wanted.ports());
    wanted.disks().forEach(disk -> disk.volume().ifPresent(bound::add));
    return bound;
  }

  @Override
  public Optional<Owned<Server>> found(Survey survey) {
    return survey.servers().find(wanted.name());
  }

  @Override
  public List<String> shown() {
    return wanted.shown();
  }

  @Override
  public Verdict compare(Owned<Server> found, Scene scene) {
    Server there = found.resource();
    boolean ready = there.metadata().containsKey(READY);
    if (there.status().equals("ERROR") && !ready) {
      return new Verdict.Replace(
          List.of("it could not be made: " + there.fault().orElse("the cloud does not say why")));
    }
    Diff anew = new Diff();
    wanted
        .facets()
        .forEach(
            (name, value) -> anew.replace(name.replace("anyrack:", ""), facet(there, name), value));
    if (anew.verdict(_ -> {}) instanceof Verdict.Replace replace) {
      return replace;
    }
    NicChanges nics =
        NicChanges.between(facet(there, WantedServer.NICS), wanted.nics(), wanted.ports());
    if (nics.impossible()) {
      return new Verdict.Replace(List.of("ports: another order"));
    }
    List<String> details = new ArrayList<>(nics.details());
    if (!ready) {
      details.add("not brought up to its end");
    }
    Map<String, String> marks = new HashMap<>(marks(scene));
    marks.entrySet().removeIf(mark -> mark.getValue().equals(there.metadata().get(mark.getKey())));
    marks.keySet().forEach(mark -> details.add(mark.replace("anyrack:", "")));
    if (details.isEmpty()) {
      return new Verdict.Same();
    }
    return new Verdict.Change(
        details,
        () -> {
          if (!ready) {
            finish(scene, found.id());
          }
          nics.bring(scene, found.id());
          Map<String, String> metadata = new HashMap<>(marks(scene));
          metadata.put(WantedServer.NICS, wanted.nics());
          scene.project().nova().setMetadata(found.id(), metadata);
        });
  }

  private static String facet(Server server, String name) {
    return server.metadata().getOrDefault(name, "none");
  }

  /** What can be told anew at any time; a medium that is not made yet is told when it is. */
  private Map<String, String> marks(Scene scene) {
    Map<String, String> marks = new HashMap<>(wanted.marks());
    wanted
        .rescueMedium()
        .flatMap(scene::known)
        .ifPresent(image -> marks.put(WantedServer.MEDIUM, image));
    return marks;
  }

  @Override
  public String make(Scene scene) {
    Nova nova = scene.project().nova();
    String id;
    try {
      id = nova.create(request(scene));
    } catch (UnavailableException e) {
      id = lost(scene).orElseThrow(() -> e);
    }
    finish(scene, id);
    return id;
  }

  /** The server of a request whose answer was lost. */
  private Optional<String> lost(Scene scene) {
    return Index.ofServers(Survey.servers(scene.project(), scene.tags()), scene.tags())
        .find(wanted.name())
        .map(Owned::id);
  }

  private ServerRequest request(Scene scene) {
    RackTags tags = scene.tags();
    Map<String, String> metadata = new HashMap<>(marks(scene));
    metadata.putAll(wanted.facets());
    metadata.put(WantedServer.NICS, wanted.nics());
    metadata.putAll(tags.metadata(subject().role(), wanted.name()));
    return new ServerRequest(
        wanted.name(),
        tags.description(subject().role(), wanted.name()),
        wanted.flavor().id(),
        wanted.image().map(image -> image.id(scene)),
        wanted.disks().stream().map(disk -> device(disk, scene)).toList(),
        wanted.ports().stream().map(scene::id).toList(),
        wanted.keypair(),
        wanted.zone(),
        metadata,
        tags.tags(subject().role(), wanted.name()),
        wanted.userData(),
        wanted.configDrive());
  }

  private static BlockDevice device(WantedServer.Disk disk, Scene scene) {
    if (disk.volume().isPresent()) {
      return new BlockDevice(
          BlockDevice.Source.VOLUME,
          Optional.of(scene.id(disk.volume().get())),
          BlockDevice.Destination.VOLUME,
          disk.bootIndex(),
          OptionalInt.empty(),
          false,
          disk.deviceType(),
          disk.bus());
    }
    return new BlockDevice(
        disk.image().isPresent() ? BlockDevice.Source.IMAGE : BlockDevice.Source.BLANK,
        disk.image().map(image -> image.id(scene)),
        BlockDevice.Destination.LOCAL,
        disk.bootIndex(),
        disk.image().isPresent() ? OptionalInt.empty() : disk.sizeGib(),
        true,
        disk.deviceType(),
        disk.bus());
  }

  /** From whatever it is doing to where it shall be: a node off, a server on. */
  private void finish(Scene scene, String id) {
    Nova nova = scene.project().nova();
    Server server = scene.servers().until(id, label(id), ServerPart::settled);
    if (server.status().equals("ERROR")) {
      throw new CloudException(
          "%s is in ERROR: %s. The same command makes it anew"
              .formatted(label(id), server.fault().orElse("the cloud does not say why")));
    }
    if (wanted.node() && server.status().equals("ACTIVE")) {
      nova.stop(id);
      scene
          .servers()
          .until(id, label(id), each -> settled(each) && !each.status().equals("ACTIVE"));
    }
    nova.setMetadata(id, Map.of(READY, "yes"));
  }

  private static boolean settled(Server server) {
    return server.taskState().isEmpty() && !server.status().equals("BUILD");
  }

  private String label(String id) {
    return subject().role() + " " + wanted.name() + " (server " + id + ")";
  }
}
