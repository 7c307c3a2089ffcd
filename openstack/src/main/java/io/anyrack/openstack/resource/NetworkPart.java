package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Network;
import io.anyrack.rack.plan.Plan;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A network of the rack's own. */
record NetworkPart(io.anyrack.rack.model.Network wanted) implements Part<Network> {
  static Key key(String network) {
    return new Key(Key.Type.NETWORK, network);
  }

  @Override
  public Key key() {
    return key(wanted.name());
  }

  @Override
  public Subject subject() {
    return new Subject(Plan.Kind.NETWORK, wanted.name());
  }

  @Override
  public List<Key> needs() {
    return List.of();
  }

  @Override
  public Optional<Owned<Network>> found(Survey survey) {
    return survey.networks().find(wanted.name());
  }

  @Override
  public List<String> shown() {
    return wanted.mtu() == 0 ? List.of() : List.of("mtu " + wanted.mtu());
  }

  @Override
  public Verdict compare(Owned<Network> found, Scene scene) {
    int mtu = wanted.mtu() == 0 ? found.resource().mtu() : wanted.mtu();
    return new Diff()
        .change("mtu", found.resource().mtu(), mtu, patch -> patch.put("mtu", mtu))
        .verdict(patch -> scene.project().neutron().networks().update(found.id(), patch));
  }

  @Override
  public String make(Scene scene) {
    ObjectNode network = Attributes.none();
    if (wanted.mtu() != 0) {
      network.put("mtu", wanted.mtu());
    }
    return scene.create(scene.project().neutron().networks(), network, subject(), key(), true).id();
  }

  @Override
  public void complete(Owned<Network> found, Scene scene) {
    scene.tag(scene.project().neutron().networks(), found.id(), subject(), key());
  }
}
