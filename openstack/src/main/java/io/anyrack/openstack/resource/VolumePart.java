package io.anyrack.openstack.resource;

import io.anyrack.openstack.cinder.Cinder;
import io.anyrack.openstack.cinder.Volume;
import io.anyrack.openstack.cinder.VolumeRequest;
import io.anyrack.openstack.http.UnavailableException;
import io.anyrack.rack.cloud.CloudException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A volume.
 *
 * @param key its name is the server's and the disk's
 * @param subject whose it is
 * @param sizeGib its size
 * @param type empty: the cloud's default
 * @param image what it starts with; empty: blank
 * @param zone empty: the cloud's choice
 */
record VolumePart(
    Key key,
    Subject subject,
    int sizeGib,
    Optional<String> type,
    Optional<ImageRef> image,
    Optional<String> zone)
    implements Part<Volume> {
  private static final Set<String> READY = Set.of("available", "in-use");

  static Key key(String server, String disk) {
    return new Key(Key.Type.VOLUME, server + "/" + disk);
  }

  @Override
  public List<Key> needs() {
    return image.flatMap(ImageRef::medium).stream().toList();
  }

  @Override
  public List<Key> bound() {
    return List.of();
  }

  @Override
  public Optional<Owned<Volume>> found(Survey survey) {
    return survey.volumes().find(key.name());
  }

  @Override
  public Verdict compare(Owned<Volume> found, Scene scene) {
    Volume there = found.resource();
    if (there.status().startsWith("error")) {
      return new Verdict.Replace(List.of(key + " is in " + there.status()));
    }
    Diff diff = new Diff().replace(key.name(), there.sizeGib() + " GiB", sizeGib + " GiB");
    type.ifPresent(wanted -> diff.replace(key.name() + " type", there.type(), wanted));
    Verdict verdict = diff.verdict(_ -> {});
    if (verdict instanceof Verdict.Same && !READY.contains(there.status())) {
      return new Verdict.Change(
          List.of(key + " is " + there.status()), () -> await(scene, there.id()));
    }
    return verdict;
  }

  @Override
  public String make(Scene scene) {
    Cinder cinder =
        scene
            .project()
            .cinder()
            .orElseThrow(() -> new CloudException(key + ": this cloud has no volumes (Cinder)"));
    VolumeRequest request =
        new VolumeRequest(
            scene.tags().rack() + "-" + key.name(),
            scene.tags().description(subject.role(), key.name()),
            sizeGib,
            type,
            image.map(each -> each.id(scene)),
            zone,
            scene.tags().metadata(subject.role(), key.name()));
    String id;
    try {
      id = cinder.create(request).id();
    } catch (UnavailableException e) {
      id = lost(scene).orElseThrow(() -> e);
    }
    await(scene, id);
    return id;
  }

  /** The volume of a request whose answer was lost. */
  private Optional<String> lost(Scene scene) {
    return Index.ofVolumes(Survey.volumes(scene.project(), scene.tags()), scene.tags())
        .find(key.name())
        .map(Owned::id);
  }

  private void await(Scene scene, String id) {
    Volume volume =
        scene
            .volumes()
            .until(
                id,
                key.toString(),
                each -> READY.contains(each.status()) || each.status().startsWith("error"));
    if (!READY.contains(volume.status())) {
      throw new CloudException(
          "%s (%s) is in %s; the same command makes it anew. `openstack volume show` may say why"
              .formatted(key, id, volume.status()));
    }
  }
}
