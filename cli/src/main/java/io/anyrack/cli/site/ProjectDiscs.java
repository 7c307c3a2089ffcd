package io.anyrack.cli.site;

import io.anyrack.openstack.image.Disc;
import io.anyrack.openstack.image.GlanceMediaDrive;
import io.anyrack.openstack.project.Project;
import io.anyrack.rack.RackException;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The images in the CD drives of a rack's nodes, put into the project and taken away with its
 * user's rights. The rack's service is told of them, and asks nobody.
 */
public final class ProjectDiscs implements AutoCloseable {
  private final Project project;
  private final GlanceMediaDrive images;
  private final Rack rack;

  ProjectDiscs(Project project, GlanceMediaDrive images, Rack rack) {
    this.project = project;
    this.images = images;
    this.rack = rack;
  }

  /**
   * Puts an image into the project and takes the node's others away once the service has it. An
   * image that the service does not take is taken away again.
   *
   * @param service tells the service what it is called
   */
  public void insert(String node, URI image, Consumer<URI> service) {
    NodeSpec spec =
        rack.node(node).orElseThrow(() -> new RackException("the rack has no node '" + node + "'"));
    Disc disc = images.upload(node, spec.firmware(), image);
    try {
      service.accept(disc.uri(name(image)));
    } catch (RackException e) {
      images.remove(disc);
      throw e;
    }
    images.keepOnly(node, disc);
  }

  private static String name(URI image) {
    Path path = Path.of(image.getPath());
    return path.getFileName() == null ? "cd" : path.getFileName().toString();
  }

  /** Takes a node's images away. */
  public void eject(String node) {
    images.eject(node);
  }

  @Override
  public void close() {
    project.close();
  }
}
