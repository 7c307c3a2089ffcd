package io.anyrack.openstack;

import io.anyrack.openstack.doctor.Doctor;
import io.anyrack.openstack.doctor.RackProbe;
import io.anyrack.openstack.http.Pause;
import io.anyrack.openstack.image.BootMediaBuilder;
import io.anyrack.openstack.image.GlanceBootMedia;
import io.anyrack.openstack.image.GlanceMediaDrive;
import io.anyrack.openstack.image.ImageDownload;
import io.anyrack.openstack.image.MediaCatalogue;
import io.anyrack.openstack.image.MediaDrive;
import io.anyrack.openstack.machine.NovaNodeShapes;
import io.anyrack.openstack.machine.NovaSerialLines;
import io.anyrack.openstack.machine.OpenstackMachine;
import io.anyrack.openstack.machine.Patience;
import io.anyrack.openstack.machine.RackServers;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.resource.Holder;
import io.anyrack.openstack.resource.NodeShapes;
import io.anyrack.openstack.resource.ProjectResources;
import io.anyrack.openstack.resource.RackResources;
import io.anyrack.openstack.tag.RackTags;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What racks in projects share on this machine.
 *
 * @param ipxe where iPXE's programs are, best first, such as {@code /usr/lib/ipxe} and {@code
 *     /boot}
 * @param work a directory for images on their way; nothing stays there
 * @param publicKey the SSH key of servers that name no key pair
 * @param holder who changes racks here
 * @param gone whether another holder's process is known to be gone
 * @param time tells the time
 * @param waits how long the cloud is waited for
 */
public record OpenstackSetup(
    List<Path> ipxe,
    Path work,
    Supplier<String> publicKey,
    Holder holder,
    Predicate<Holder> gone,
    InstantSource time,
    Waits waits) {
  private static final Duration MAKING_A_MEDIUM = Duration.ofMinutes(1);
  private static final long LARGEST_CD = 20L << 30;
  private static final Duration FETCHING_A_CD = Duration.ofHours(1);

  /**
   * How long the cloud is waited for.
   *
   * @param machines when a node is driven
   * @param resources when a rack is made or destroyed
   */
  public record Waits(Patience machines, io.anyrack.openstack.resource.Patience resources) {
    /** For people's clouds. */
    public static final Waits USUAL =
        new Waits(Patience.DEFAULT, io.anyrack.openstack.resource.Patience.USUAL);
  }

  /** Copies the list. */
  public OpenstackSetup {
    ipxe = List.copyOf(ipxe);
  }

  /**
   * The cloud of a rack; nothing is asked yet.
   *
   * @param project where it is
   * @param rack its name
   * @param spec what its file says of the cloud
   * @param powerOff what becomes of its machines that are off
   */
  public OpenstackCloud cloud(
      Project project, String rack, CloudSpec.Openstack spec, BmcSpec.PowerOff powerOff) {
    return cloud(project, rack, spec, powerOff, drive(project, rack, spec));
  }

  /**
   * The same with CD drives of another kind.
   *
   * @param drive the nodes' CD drives
   */
  public OpenstackCloud cloud(
      Project project,
      String rack,
      CloudSpec.Openstack spec,
      BmcSpec.PowerOff powerOff,
      MediaDrive drive) {
    return cloud(
        project,
        rack,
        spec,
        powerOff,
        drive,
        new RackProbe(project, new NovaNodeShapes(catalogue())));
  }

  /** The CD drives of a rack's nodes, whose images are made with the project's rights. */
  public GlanceMediaDrive drive(Project project, String rack, CloudSpec.Openstack spec) {
    return new GlanceMediaDrive(
        project.glance(),
        new RackTags(rack),
        prefix(spec),
        new ImageDownload(work, LARGEST_CD, FETCHING_A_CD));
  }

  /**
   * The cloud of a rack that is looked at by another probe.
   *
   * @param probe looks whether the project can hold a rack
   */
  OpenstackCloud cloud(
      Project project,
      String rack,
      CloudSpec.Openstack spec,
      BmcSpec.PowerOff powerOff,
      MediaDrive drive,
      Function<Rack, Probe> probe) {
    RackTags tags = new RackTags(rack);
    String prefix = prefix(spec);
    MediaCatalogue catalogue = catalogue();
    NodeShapes shapes = new NovaNodeShapes(catalogue);
    GlanceBootMedia media =
        new GlanceBootMedia(project.glance(), project::id, catalogue, prefix, work);
    RackResources resources =
        new ProjectResources(
            rack, project, media, shapes, publicKey, holder, gone, time, waits.resources());
    return new OpenstackCloud(
        probe,
        resources,
        new RackServers(project.nova(), tags),
        drive,
        new OpenstackMachine.Surroundings(
            project.nova(),
            kind -> media.find(kind, rack),
            drive,
            time,
            Pause.REAL,
            waits.machines(),
            powerOff == BmcSpec.PowerOff.SHELVE,
            new NovaSerialLines(project.nova(), project.webSockets())));
  }

  /** Finds out what a project can do; nothing is asked yet. */
  public Doctor doctor(Project project) {
    return new Doctor(project, new NovaNodeShapes(catalogue()));
  }

  private MediaCatalogue catalogue() {
    return new MediaCatalogue(new BootMediaBuilder(ipxe, work, MAKING_A_MEDIUM));
  }

  private static String prefix(CloudSpec.Openstack spec) {
    return spec.imagePrefix().endsWith("-") ? spec.imagePrefix() : spec.imagePrefix() + "-";
  }
}
