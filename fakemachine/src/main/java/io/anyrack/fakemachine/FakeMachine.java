package io.anyrack.fakemachine;

import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.model.BootOverride;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A machine in memory that notes what it is told, and can be held up, or fail. Its fields are for
 * tests to set and to look at. Thread-safe.
 */
public final class FakeMachine implements Machine {
  private final String name;
  private final Consumer<String> told;

  /** Its serial line. */
  public final FakeConsole console = new FakeConsole();

  /** What it was told. */
  public final List<String> calls = new CopyOnWriteArrayList<>();

  /** Work takes a permit: without one it waits. */
  public final Semaphore pace = new Semaphore(Integer.MAX_VALUE);

  /** Why the guest cannot be asked to shut down. */
  public volatile Optional<String> noShutdown = Optional.empty();

  /** Why it cannot be paused. */
  public volatile Optional<String> noPause = Optional.empty();

  /** Its Secure Boot; empty: nobody can change it. */
  public volatile Optional<SecureBoot> secureBoot = Optional.empty();

  /** Whether it has power. */
  public volatile boolean running;

  /** Whether its processors stand still. */
  public volatile boolean paused;

  /** Why all it is told from now on fails. */
  public volatile Optional<String> fault = Optional.empty();

  /** A machine that is off. */
  public FakeMachine(String name) {
    this(name, _ -> {});
  }

  /** A machine that is off, and tells its name and what it is told. */
  public FakeMachine(String name, Consumer<String> told) {
    this.name = name;
    this.told = told;
  }

  private void call(String what) {
    pace.acquireUninterruptibly();
    pace.release();
    calls.add(what);
    told.accept(name + " " + what);
    fault.ifPresent(
        reason -> {
          throw new MachineException(reason);
        });
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Observation observe() {
    if (running && paused) {
      return new Observation.Paused();
    }
    return running ? new Observation.Running() : new Observation.Stopped();
  }

  @Override
  public void start(BootOverride boot) {
    call("start " + boot.device());
    running = true;
  }

  @Override
  public void prepareBoot(BootOverride boot) {}

  @Override
  public void stop() {
    call("stop");
    running = false;
  }

  @Override
  public Optional<String> noShutdown() {
    return noShutdown;
  }

  @Override
  public void requestShutdown() {
    call("shutdown");
  }

  @Override
  public void reset(BootOverride boot) {
    call("reset");
  }

  @Override
  public Optional<String> noPause() {
    return noPause;
  }

  @Override
  public void pause() {
    call("pause");
    paused = true;
  }

  @Override
  public void resume() {
    call("resume");
    paused = false;
  }

  @Override
  public Optional<SecureBoot> secureBoot() {
    return secureBoot;
  }

  @Override
  public void changeSecureBoot(SecureBoot.Change change) {
    call("secure boot " + change);
    boolean on = change == SecureBoot.Change.ENABLE;
    secureBoot = secureBoot.map(now -> new SecureBoot(on, now.inForce(), now.owned()));
  }

  @Override
  public void diagnose() {
    call("nmi");
  }

  @Override
  public void insertMedia(URI image) {
    call("insert " + image);
  }

  @Override
  public void ejectMedia() {
    call("eject");
  }

  @Override
  public void screenshot(Path file) {
    try {
      Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public FakeConsole console() {
    return console;
  }

  @Override
  public Optional<Path> inBandSocket() {
    return Optional.empty();
  }
}
