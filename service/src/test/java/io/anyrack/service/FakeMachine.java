package io.anyrack.service;

import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.model.BootOverride;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A machine in memory that tells its cloud what it is told. */
final class FakeMachine implements Machine {
  private final String name;
  private final Consumer<String> calls;
  final FakeConsole console = new FakeConsole();
  volatile boolean running;
  volatile Optional<String> fault = Optional.empty();

  FakeMachine(String name, Consumer<String> calls) {
    this.name = name;
    this.calls = calls;
  }

  private void call(String what) {
    calls.accept(name + " " + what);
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
  public void requestShutdown() {
    call("shutdown");
  }

  @Override
  public void reset(BootOverride boot) {
    call("reset");
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
