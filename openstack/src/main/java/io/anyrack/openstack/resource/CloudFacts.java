package io.anyrack.openstack.resource;

import io.anyrack.openstack.glance.Image;
import io.anyrack.openstack.http.Microversion;
import io.anyrack.openstack.nova.Flavor;
import java.util.List;

/**
 * What a cloud can do and has, as far as the shape of a node depends on it.
 *
 * @param nova what was agreed on with Nova
 * @param volumes whether there is Cinder
 * @param flavors all the project may use
 * @param images all the project may use
 */
public record CloudFacts(
    Microversion nova, boolean volumes, List<Flavor> flavors, List<Image> images) {
  /** Copies the lists. */
  public CloudFacts {
    flavors = List.copyOf(flavors);
    images = List.copyOf(images);
  }
}
