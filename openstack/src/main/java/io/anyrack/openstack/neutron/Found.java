package io.anyrack.openstack.neutron;

import java.util.List;

/** What all of Neutron's resources have. */
public interface Found {
  /** The UUID. */
  String id();

  /** For people. */
  String name();

  /** As given when it was made, at most 255 characters. */
  String description();

  /** Its tags. */
  List<String> tags();
}
