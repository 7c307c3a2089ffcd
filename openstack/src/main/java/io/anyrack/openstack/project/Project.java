package io.anyrack.openstack.project;

import io.anyrack.openstack.cinder.Cinder;
import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.glance.Glance;
import io.anyrack.openstack.http.CallCount;
import io.anyrack.openstack.http.CallJournal;
import io.anyrack.openstack.keystone.Keystone;
import io.anyrack.openstack.neutron.Neutron;
import io.anyrack.openstack.nova.Nova;
import java.util.Optional;

/** All services of one project. Thread-safe; logs in with the first call. */
public final class Project implements AutoCloseable {
  private final CloudConfig config;

  private Project(CloudConfig config) {
    this.config = config;
  }

  /** A project, with the usual limits; nothing is asked yet. */
  public static Project open(CloudConfig config) {
    return open(config, CallJournal.NONE);
  }

  /** A project whose calls are told to {@code journal}; nothing is asked yet. */
  public static Project open(CloudConfig config, CallJournal journal) {
    throw new UnsupportedOperationException(config.name() + journal);
  }

  /** Which cloud, and who asks. */
  public CloudConfig config() {
    return config;
  }

  /** What was sent so far. */
  public CallCount calls() {
    throw new UnsupportedOperationException();
  }

  /** The project's id. */
  public String id() {
    return keystone().token().projectId();
  }

  /** Who asks, and with what right. */
  public Keystone keystone() {
    throw new UnsupportedOperationException();
  }

  /** Servers. */
  public Nova nova() {
    throw new UnsupportedOperationException();
  }

  /** Networks. */
  public Neutron neutron() {
    throw new UnsupportedOperationException();
  }

  /** Images. */
  public Glance glance() {
    throw new UnsupportedOperationException();
  }

  /** Volumes; a cloud may have none. */
  public Optional<Cinder> cinder() {
    throw new UnsupportedOperationException();
  }

  /** Ends open connections. */
  @Override
  public void close() {}
}
