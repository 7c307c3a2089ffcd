package io.anyrack.openstack.resource;

import io.anyrack.openstack.neutron.Attributes;
import io.anyrack.openstack.neutron.Router;
import io.anyrack.rack.model.RouterSpec;
import io.anyrack.rack.plan.Plan;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A router of the rack's own.
 *
 * @param wanted as the rack file has it
 * @param external id of the network its gateway is on
 */
record RouterPart(RouterSpec wanted, Optional<String> external) implements Part<Router> {
  static Key key(String router) {
    return new Key(Key.Type.ROUTER, router);
  }

  @Override
  public Key key() {
    return key(wanted.name());
  }

  @Override
  public Subject subject() {
    return new Subject(Plan.Kind.ROUTER, wanted.name());
  }

  @Override
  public List<Key> needs() {
    return List.of();
  }

  @Override
  public Optional<Owned<Router>> found(Survey survey) {
    return survey.routers().find(wanted.name());
  }

  @Override
  public List<String> shown() {
    return wanted.external().map(name -> "gateway on " + name).stream().toList();
  }

  @Override
  public Verdict compare(Owned<Router> found, Scene scene) {
    return new Diff()
        .change(
            "gateway on",
            found.resource().external(),
            external,
            patch -> Attributes.gateway(patch, external))
        .verdict(patch -> scene.project().neutron().routers().update(found.id(), patch));
  }

  @Override
  public String make(Scene scene) {
    ObjectNode router = Attributes.none();
    external.ifPresent(_ -> Attributes.gateway(router, external));
    return scene.create(scene.project().neutron().routers(), router, subject(), key(), true).id();
  }

  @Override
  public void complete(Owned<Router> found, Scene scene) {
    scene.tag(scene.project().neutron().routers(), found.id(), subject(), key());
  }
}
