package io.anyrack.local.qemu;

import io.anyrack.local.console.ConsoleLog;
import io.anyrack.local.console.SerialConsole;
import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.Console;
import io.anyrack.rack.cloud.Machine;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.cloud.Observation;
import io.anyrack.rack.cloud.SecureBoot;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.NodeSpec.Firmware;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One machine on QEMU: powered on is a process, powered off is none. The process is not our child
 * and goes on without us; {@link #attach} finds it again.
 *
 * <p>A machine is started with the firmware its boot override asks for, as servers with a
 * compatibility support module do; without an active override with its node's own. A reset that
 * needs the other firmware, or changes Secure Boot, is done as a power cycle; a guest that resets
 * itself stays with the firmware of its start.
 */
public final class QemuMachine implements Machine {
  private static final Logger LOGGER = System.getLogger(QemuMachine.class.getName());

  /** A process that dies drops its connections before it drops its lock. */
  private static final Duration DYING = Duration.ofSeconds(1);

  private final NodeFiles files;
  private final Cables cables;
  private final MachineObserver observer;
  private final SerialConsole console;
  private final ConsoleLog log;
  private final PidFile pid;
  private final CdDrive drive;
  private final SecureBootSetting secureBoot;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong screenshots = new AtomicLong();
  private final Set<Integer> plugged = new TreeSet<>();
  private volatile QemuHost host;
  private volatile NodeSpec node;
  private volatile Power power = new Off();

  /** Whether there is a process, as far as we know. Written under the lock. */
  private sealed interface Power {}

  private record Off() implements Power {}

  private record On(Session session) implements Power {}

  private record Changing(String what, boolean powered) implements Power {}

  /** There is a process, and no way to talk to it. */
  private record Lost(String reason) implements Power {}

  QemuMachine(
      QemuHost host, NodeSpec node, NodeFiles files, Cables cables, MachineObserver observer) {
    this.host = host;
    this.node = node;
    this.files = files;
    this.cables = cables;
    this.observer = observer;
    this.console = new SerialConsole(host.limits().consoleHistory());
    this.log = new ConsoleLog(files.consoleLog(), host.limits().consoleLog());
    this.pid = new PidFile(files.pid());
    this.drive = new CdDrive(files, host.limits(), HostTrust.SYSTEM);
    this.secureBoot = new SecureBootSetting(files);
  }

  @Override
  public String name() {
    return node.name();
  }

  /** Has the machine be as {@code wanted} says; a running one from its next power-on. */
  void configure(QemuHost place, NodeSpec wanted) {
    lock.lock();
    try {
      host = place;
      node = wanted;
      if (power instanceof Off) {
        place.prepareDisk(wanted, files);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the machine as it is found: joins a process that runs, ends one that was not started to
   * the end, clears away what a dead one left.
   */
  void attach() {
    lock.lock();
    try {
      if (power instanceof On) {
        return;
      }
      power = pid.isHeld() ? join() : clearAway();
    } finally {
      lock.unlock();
    }
  }

  private Power join() {
    try {
      Session session = openSession();
      try {
        if (session.status().equals("prelaunch")) {
          endProcess(Optional.of(session));
          return new Off();
        }
        session.join(console, host.limits().consoleHistory());
        plugCables();
        return new On(session);
      } catch (RuntimeException e) {
        session.close(console, false);
        throw e;
      }
    } catch (MachineException e) {
      if (pid.awaitEnd(DYING)) {
        return clearAway();
      }
      return new Lost(
          "QEMU runs but cannot be controlled: %s; power the node off and on"
              .formatted(e.getMessage()));
    }
  }

  private Power clearAway() {
    if (console.history().length == 0) {
      console.output(log.tail(log.size(), host.limits().consoleHistory()));
    }
    cleanUp();
    return new Off();
  }

  @Override
  public Observation observe() {
    return switch (power) {
      case Off() -> new Observation.Stopped();
      case On(Session session) ->
          session
              .fault()
              .<Observation>map(fault -> new Observation.Broken(fault, true))
              .orElseGet(
                  () -> session.isPaused() ? new Observation.Paused() : new Observation.Running());
      case Changing(String what, boolean powered) -> new Observation.Changing(what, powered);
      case Lost(String reason) -> new Observation.Broken(reason, true);
    };
  }

  @Override
  public void start(BootOverride boot) {
    lock.lock();
    try {
      switch (power) {
        case On(Session session) -> session.release();
        case Lost(String reason) -> throw new MachineException(name() + ": " + reason);
        case Off(), Changing(String _, boolean _) -> powerUp(boot);
      }
    } finally {
      lock.unlock();
    }
  }

  private void powerUp(BootOverride boot) {
    power = new Changing("powering on", false);
    try {
      cleanUp();
      log.rotate();
      host.launch(
          node, files, firmware(boot), secureBoot, BootOrder.of(node, boot), drive.medium());
      power = new On(begin(boot));
    } catch (CloudException e) {
      throw new MachineException(name() + " cannot be powered on: " + e.getMessage(), e);
    } finally {
      if (power instanceof Changing) {
        endProcess(Optional.empty());
      }
    }
  }

  /** Brings the waiting process to life. */
  private Session begin(BootOverride boot) {
    Session session = openSession();
    try {
      session.join(console, 0);
      plugCables();
      if (boot.lifetime() == BootOverride.Lifetime.ONCE) {
        // The order of this start is with the firmware since QEMU's own first reset.
        session.order(BootOrder.own(node));
      }
      session.release();
      return session;
    } catch (RuntimeException e) {
      session.close(console, false);
      throw e;
    }
  }

  @Override
  public void prepareBoot(BootOverride boot) {
    lock.lock();
    try {
      if (power instanceof On(Session session)) {
        session.prepare(BootOrder.of(node, boot));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void stop() {
    lock.lock();
    try {
      Power before = power;
      power = new Changing("powering off", true);
      endProcess(before instanceof On(Session session) ? Optional.of(session) : Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void requestShutdown() {
    session().powerButton();
  }

  @Override
  public void reset(BootOverride boot) {
    lock.lock();
    try {
      Session session = session();
      if (needsOtherStart(firmware(boot), session)) {
        stop();
        start(boot);
        return;
      }
      session.order(BootOrder.of(node, boot));
      session.reset();
      noteRestart();
      if (boot.lifetime() == BootOverride.Lifetime.ONCE) {
        session.order(BootOrder.own(node));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void diagnose() {
    session().nmi();
  }

  @Override
  public Optional<String> noPause() {
    return Optional.empty();
  }

  @Override
  public void pause() {
    session().pause();
  }

  @Override
  public void resume() {
    session().release();
  }

  @Override
  public Optional<SecureBoot> secureBoot() {
    return secureFirmware()
        .map(secureBoot::look)
        .map(
            found -> new SecureBoot(found.enabled(), found.inForce() && runsUefi(), found.owned()));
  }

  private Optional<QemuInstallation.SecureFirmware> secureFirmware() {
    return node.firmware() == Firmware.UEFI ? host.secureFirmware() : Optional.empty();
  }

  private boolean runsUefi() {
    return power instanceof On(Session session) && session.firmware() == Firmware.UEFI;
  }

  /** Firmware is given to a process when it starts, and its variables are its own until it ends. */
  private boolean needsOtherStart(Firmware wanted, Session session) {
    return wanted != session.firmware() || (wanted == Firmware.UEFI && secureBoot.isChanging());
  }

  private void noteRestart() {
    try {
      secureBoot.restarted();
    } catch (MachineException e) {
      LOGGER.log(Level.WARNING, name() + ": what Secure Boot is now is not known", e);
    }
  }

  @Override
  public void changeSecureBoot(SecureBoot.Change change) {
    secureBoot.change(change);
  }

  @Override
  public void insertMedia(URI image) {
    // Fetched outside the lock: the machine's end must be seen meanwhile.
    Path file = drive.insert(image);
    lock.lock();
    try {
      if (power instanceof On(Session session)) {
        session.changeMedium(file);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ejectMedia() {
    lock.lock();
    try {
      if (power instanceof On(Session session)) {
        session.eject();
      }
      drive.eject();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void screenshot(Path file) {
    Path picture = files.directory().resolve("screen" + screenshots.incrementAndGet() + ".png");
    try {
      session().screenshot(picture);
      Files.move(picture, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MachineException("cannot write " + file + ": " + e, e);
    } finally {
      delete(picture);
    }
  }

  @Override
  public Console console() {
    return console;
  }

  @Override
  public Optional<Path> inBandSocket() {
    return Optional.of(files.inBand());
  }

  /** Lets go of the machine; a process goes on. */
  void detach() {
    lock.lock();
    try {
      if (power instanceof On(Session session)) {
        session.close(console, false);
      }
      power = new Off();
    } finally {
      lock.unlock();
    }
  }

  private Session session() {
    return switch (power) {
      case On(Session session) -> session;
      case Lost(String reason) -> throw new MachineException(name() + ": " + reason);
      case Off(), Changing(String _, boolean _) ->
          throw new MachineException(name() + " is powered off");
    };
  }

  private Session openSession() {
    return Session.open(
        files,
        log,
        host.limits(),
        new Session.Listener() {
          @Override
          public void restarted() {
            observer.restarted(name());
            noteRestart();
          }

          @Override
          public void ended(Session session) {
            QemuMachine.this.ended(session);
          }
        });
  }

  /** QEMU has closed the connection without being asked: it is ending. */
  private void ended(Session session) {
    lock.lock();
    try {
      if (!(power instanceof On(Session current)) || current != session) {
        return;
      }
      endProcess(Optional.of(session));
    } catch (MachineException e) {
      LOGGER.log(Level.WARNING, "a machine has half ended", e);
      return;
    } finally {
      lock.unlock();
    }
    observer.stopped(name(), session.endReason());
  }

  /** Brings the process to its end, whatever it takes, and clears away what it leaves. */
  private void endProcess(Optional<Session> session) {
    session.ifPresent(Session::tryQuit);
    boolean ended = session.isPresent() && pid.awaitEnd(host.limits().stop());
    if (!ended) {
      pid.kill();
      ended = pid.awaitEnd(host.limits().stop());
    }
    if (!ended) {
      session.ifPresent(open -> open.close(console, false));
      power = new Lost("QEMU does not end, not even killed");
      throw new MachineException(
          name() + ": QEMU does not end, not even killed: see " + pid.path());
    }
    session.ifPresent(open -> open.close(console, true));
    cleanUp();
    power = new Off();
  }

  private void cleanUp() {
    plugged.forEach(cables::unplug);
    plugged.clear();
    files.sockets().forEach(QemuMachine::delete);
    delete(files.pid());
  }

  private void plugCables() {
    files
        .nics()
        .forEach(
            (nic, socket) -> {
              cables.plug(nic, socket);
              plugged.add(nic);
            });
  }

  private Firmware firmware(BootOverride boot) {
    if (!boot.isActive()) {
      return node.firmware();
    }
    if (boot.device() == BootOverride.Device.BIOS_SETUP) {
      throw new MachineException(
          name()
              + ": QEMU cannot be told to enter the firmware's setup; press Esc on the console"
              + " while UEFI firmware starts, SeaBIOS has none");
    }
    return switch (boot.mode()) {
      case OWN -> node.firmware();
      case LEGACY -> Firmware.BIOS;
      case UEFI -> Firmware.UEFI;
    };
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new MachineException("cannot remove " + file + ": " + e, e);
    }
  }
}
