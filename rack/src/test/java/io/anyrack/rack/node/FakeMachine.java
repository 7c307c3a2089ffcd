package io.anyrack.rack.node;

import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.model.BootOverride;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A machine in memory that writes down what it is told, and can be slow or broken. */
final class FakeMachine implements Machine {
  final List<String> calls = new CopyOnWriteArrayList<>();
  volatile Optional<String> noShutdown = Optional.empty();
  volatile Optional<String> noPause = Optional.empty();
  volatile boolean running;
  volatile boolean paused;
  volatile Optional<String> fault = Optional.empty();
  volatile boolean isOutOfSight;
  volatile CountDownLatch gate = new CountDownLatch(0);

  private void call(String what) {
    calls.add(what);
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new MachineException("interrupted", e);
    }
    fault.ifPresent(
        reason -> {
          throw new MachineException(reason);
        });
  }

  @Override
  public String name() {
    return "node-1";
  }

  @Override
  public Observation observe() {
    if (isOutOfSight) {
      throw new MachineException("the cloud is away");
    }
    if (running && paused) {
      return new Observation.Paused();
    }
    return running ? new Observation.Running() : new Observation.Stopped();
  }

  @Override
  public void start(BootOverride boot) {
    call("start " + boot.device() + " " + boot.lifetime());
    running = true;
  }

  @Override
  public void prepareBoot(BootOverride boot) {
    calls.add("prepare " + boot.device());
  }

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
    call("reset " + boot.device() + " " + boot.lifetime());
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
  public void changeSecureBoot(SecureBoot.Change change) {
    call("secure boot " + change);
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
    throw new MachineException("no screen");
  }

  @Override
  public Console console() {
    throw new MachineException("no console");
  }

  @Override
  public Optional<Path> inBandSocket() {
    return Optional.empty();
  }
}
