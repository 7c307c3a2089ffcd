package io.anyrack.rack.file;

import io.anyrack.rack.model.CloudSpec;
import java.util.Optional;

/**
 * What the file's cloud can do with keys that only one kind of cloud knows.
 *
 * @param cloud empty: it has problems of its own, and none come from it here
 */
record CloudRules(Optional<CloudSpec> cloud) {

  boolean isOpenstack() {
    return cloud.filter(CloudSpec.Openstack.class::isInstance).isPresent();
  }

  boolean isLocal() {
    return cloud.filter(CloudSpec.Local.class::isInstance).isPresent();
  }

  /** Tells if a file for another cloud has {@code key}; {@code instead} says what to do there. */
  void onlyOpenstack(Section section, String key, String instead) {
    if (isLocal()) {
      refuse(section, key, "openstack", "local", instead);
    }
  }

  /** Tells if a file for another cloud has {@code key}; {@code instead} says what to do there. */
  void onlyLocal(Section section, String key, String instead) {
    if (isOpenstack()) {
      refuse(section, key, "local", "openstack", instead);
    }
  }

  private static void refuse(
      Section section, String key, String knows, String lacks, String instead) {
    section
        .get(key)
        .ifPresent(
            value ->
                value.problem(
                    "%s is for the cloud '%s'; with '%s' %s"
                        .formatted(key, knows, lacks, instead)));
  }
}
