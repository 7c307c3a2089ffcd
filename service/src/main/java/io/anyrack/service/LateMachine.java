package io.anyrack.service;

import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.model.BootOverride;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The machine of a node whose cloud did not answer when the service started: it is asked for again
 * with each use. What changes the machine waits for the cloud, everything else does not.
 */
final class LateMachine implements Machine {
  private final String name;
  private final Supplier<Machine> machine;
  private final Duration pause;
  private final int attempts;

  /**
   * A machine that is not known yet.
   *
   * @param name the node's name
   * @param machine asks the cloud for it
   * @param pause between two attempts
   * @param attempts how often a command asks before it fails
   */
  LateMachine(String name, Supplier<Machine> machine, Duration pause, int attempts) {
    this.name = name;
    this.machine = machine;
    this.pause = pause;
    this.attempts = attempts;
  }

  private Machine now() {
    try {
      return machine.get();
    } catch (CloudException e) {
      throw new MachineException(String.valueOf(e.getMessage()), e);
    }
  }

  private Machine awaited() {
    for (int i = 1; ; i++) {
      try {
        return now();
      } catch (MachineException e) {
        if (i >= attempts) {
          throw e;
        }
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MachineException("interrupted while the cloud does not answer", e);
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Observation observe() {
    return now().observe();
  }

  @Override
  public Observation afterwards() {
    return now().afterwards();
  }

  @Override
  public void start(BootOverride boot) {
    awaited().start(boot);
  }

  @Override
  public void prepareBoot(BootOverride boot) {
    awaited().prepareBoot(boot);
  }

  @Override
  public void stop() {
    awaited().stop();
  }

  @Override
  public void requestShutdown() {
    awaited().requestShutdown();
  }

  @Override
  public void reset(BootOverride boot) {
    awaited().reset(boot);
  }

  @Override
  public void diagnose() {
    awaited().diagnose();
  }

  /** Whether it can is seen when the cloud is there. */
  @Override
  public Optional<String> noPause() {
    return Optional.empty();
  }

  @Override
  public void pause() {
    awaited().pause();
  }

  @Override
  public void resume() {
    awaited().resume();
  }

  @Override
  public void insertMedia(URI image) {
    awaited().insertMedia(image);
  }

  @Override
  public void ejectMedia() {
    awaited().ejectMedia();
  }

  @Override
  public void screenshot(Path file) {
    now().screenshot(file);
  }

  @Override
  public Console console() {
    return now().console();
  }

  /** None: what has such a socket is on this machine, and there at once. */
  @Override
  public Optional<Path> inBandSocket() {
    return Optional.empty();
  }
}
