package io.anyrack.openstack;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.doctor.Doctor;
import io.anyrack.openstack.http.CallJournal;
import io.anyrack.openstack.http.Limits;
import io.anyrack.openstack.http.Retries;
import io.anyrack.openstack.image.MediaDrive;
import io.anyrack.openstack.machine.Patience;
import io.anyrack.openstack.project.Project;
import io.anyrack.openstack.resource.Holder;
import io.anyrack.rack.cloud.Probe;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A project of a cloud in this process. */
public final class FakeProject implements AutoCloseable {
  private static final Limits LIMITS =
      new Limits(
          32,
          64 << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          new Retries(4, Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(5)));

  /** As quick as the cloud. */
  private static final OpenstackSetup.Waits WAITS =
      new OpenstackSetup.Waits(
          new Patience(
              Duration.ofMillis(2),
              Duration.ofMillis(50),
              Duration.ofMinutes(1),
              Duration.ofMinutes(1),
              20),
          new io.anyrack.openstack.resource.Patience(
              Thread::sleep,
              Duration.ofMillis(5),
              Duration.ofMinutes(1),
              Duration.ofMillis(5),
              24));

  private final FakeStack stack;
  private final Project project;
  private final Path work;

  /** A project of a cloud with {@code settings}; its files are in {@code work}. */
  public FakeProject(Path work, Settings settings) {
    this.work = work;
    this.stack = FakeStack.start(settings);
    Path clouds = work.resolve("clouds.yaml");
    try {
      Files.writeString(clouds, stack.cloudsYaml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Clouds known =
        new Clouds(
            name ->
                name.equals("OS_CLIENT_CONFIG_FILE")
                    ? Optional.of(clouds.toString())
                    : Optional.empty(),
            List.of());
    this.project =
        Project.open(
            known.cloud(Optional.of("rack"), Optional.empty()),
            CallJournal.NONE,
            LIMITS,
            InstantSource.system());
  }

  /** What it is a project of. */
  public FakeStack stack() {
    return stack;
  }

  /** The project. */
  public Project project() {
    return project;
  }

  /** The cloud of a rack, nothing made yet. */
  public OpenstackCloud cloud(Rack rack) {
    return cloud(rack, setup().drive(project, rack.name(), (CloudSpec.Openstack) rack.cloud()));
  }

  /** The cloud of a rack with CD drives of another kind. */
  public OpenstackCloud cloud(Rack rack, MediaDrive drive) {
    return setup()
        .cloud(
            project,
            rack.name(),
            (CloudSpec.Openstack) rack.cloud(),
            rack.bmc().powerOff(),
            drive,
            _ -> new Probe(List.of()));
  }

  private OpenstackSetup setup() {
    return new OpenstackSetup(
        List.of(Path.of("/usr/lib/ipxe"), Path.of("/boot")),
        work.resolve("work"),
        () -> "ssh-ed25519 AAAA test",
        new Holder("test", "here", "1"),
        _ -> false,
        InstantSource.system(),
        WAITS);
  }

  /** Finds out what the project can do. */
  public Doctor doctor() {
    return setup().doctor(project);
  }

  /** Where its files are. */
  public Path work() {
    return work;
  }

  /** The cloud of a rack that is up. */
  public OpenstackCloud up(Rack rack) {
    OpenstackCloud cloud = cloud(rack);
    cloud.apply(rack, cloud.plan(Optional.empty(), rack), Progress.SILENT);
    return cloud;
  }

  @Override
  public void close() {
    project.close();
    stack.close();
  }
}
