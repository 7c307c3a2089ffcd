package io.anyrack.cli.site;

import io.anyrack.netboot.script.StartOrders;
import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.model.BootOverride;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A machine whose starts the boot services are told of, before and after. */
record OrderedMachine(Machine machine, StartOrders orders, Runnable changed) implements Machine {
  @Override
  public String name() {
    return machine.name();
  }

  @Override
  public Observation observe() {
    return machine.observe();
  }

  @Override
  public Observation afterwards() {
    return machine.afterwards();
  }

  @Override
  public void start(BootOverride boot) {
    begin(boot, machine::start);
  }

  @Override
  public void reset(BootOverride boot) {
    begin(boot, machine::reset);
  }

  private void begin(BootOverride boot, Consumer<BootOverride> operation) {
    orders.starting(name(), boot);
    changed.run();
    operation.accept(boot);
    orders.started(name());
  }

  @Override
  public void prepareBoot(BootOverride boot) {
    machine.prepareBoot(boot);
  }

  @Override
  public void stop() {
    machine.stop();
    orders.stopped(name());
    changed.run();
  }

  @Override
  public void requestShutdown() {
    machine.requestShutdown();
  }

  @Override
  public Optional<String> noShutdown() {
    return machine.noShutdown();
  }

  @Override
  public void diagnose() {
    machine.diagnose();
  }

  @Override
  public Optional<String> noPause() {
    return machine.noPause();
  }

  @Override
  public void pause() {
    machine.pause();
  }

  @Override
  public void resume() {
    machine.resume();
  }

  @Override
  public Optional<SecureBoot> secureBoot() {
    return machine.secureBoot();
  }

  @Override
  public void changeSecureBoot(SecureBoot.Change change) {
    machine.changeSecureBoot(change);
  }

  @Override
  public void insertMedia(URI image) {
    machine.insertMedia(image);
  }

  @Override
  public void ejectMedia() {
    machine.ejectMedia();
  }

  @Override
  public void screenshot(Path file) {
    machine.screenshot(file);
  }

  @Override
  public Console console() {
    return machine.console();
  }

  @Override
  public Optional<Path> inBandSocket() {
    return machine.inBandSocket();
  }
}
