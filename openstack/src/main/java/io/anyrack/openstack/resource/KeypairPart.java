package io.anyrack.openstack.resource;

import io.anyrack.openstack.http.ConflictException;
import io.anyrack.openstack.nova.Keypair;
import io.anyrack.rack.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The key pair of the rack's servers that name none. Key pairs have no tags and belong to a user,
 * not to a project: the name tells of which rack in which project it is.
 *
 * @param name unique for the user
 * @param there the one with that name
 * @param publicKey asked for when it is made
 */
record KeypairPart(String name, Optional<Keypair> there, Supplier<String> publicKey)
    implements Part<Keypair> {
  static final Key KEY = new Key(Key.Type.KEYPAIR, "rack");

  @Override
  public Key key() {
    return KEY;
  }

  @Override
  public Subject subject() {
    return new Subject(Plan.Kind.RESOURCE, name);
  }

  @Override
  public List<Key> needs() {
    return List.of();
  }

  @Override
  public List<String> shown() {
    return List.of("key pair");
  }

  @Override
  public Optional<Owned<Keypair>> found(Survey survey) {
    return there.map(each -> new Owned<>(KEY, subject().role(), name, true, each));
  }

  @Override
  public Verdict compare(Owned<Keypair> found, Scene scene) {
    return new Verdict.Same();
  }

  @Override
  public String make(Scene scene) {
    try {
      return scene.project().nova().createKeypair(name, publicKey.get()).name();
    } catch (ConflictException e) {
      return name;
    }
  }
}
