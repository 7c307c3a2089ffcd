package io.anyrack.cli.site;

import io.anyrack.openstack.project.Project;
import io.anyrack.rack.cloud.Cloud;

/**
 * A rack's cloud and the project it is in, for who makes the rack without being its service.
 * Thread-safe.
 */
public final class Tenancy implements AutoCloseable {
  private final Cloud cloud;
  private final Project project;

  Tenancy(Cloud cloud, Project project) {
    this.cloud = cloud;
    this.project = project;
  }

  /** The cloud. */
  public Cloud cloud() {
    return cloud;
  }

  /** The project, as its user. */
  public Project project() {
    return project;
  }

  @Override
  public void close() {
    cloud.close();
    project.close();
  }
}
