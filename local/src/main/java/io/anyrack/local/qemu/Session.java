package io.anyrack.local.qemu;

import io.anyrack.local.console.ConsoleLog;
import io.anyrack.local.console.SerialConsole;
import io.anyrack.local.console.SerialSocket;
import io.anyrack.rack.cloud.MachineException;
import io.anyrack.rack.model.NodeSpec.Firmware;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Our connections to one running QEMU, and what it said of itself. Thread-safe.
 *
 * <p>At the machine's end the listener is told once.
 */
final class Session {
  private static final Logger LOGGER = System.getLogger(Session.class.getName());

  /** Attempts to join a serial line in a moment when nothing is said on it. */
  private static final int QUIET_ATTEMPTS = 20;

  /**
   * Questions to QEMU, each a trip through its main loop, until it sees a change of its sockets.
   */
  private static final int NOTICE_ATTEMPTS = 500;

  /** How often the log is looked at while the firmware starts. */
  private static final Duration LISTEN = Duration.ofMillis(20);

  private static final Duration DRAIN = Duration.ofSeconds(1);

  /** Is told of a machine, on the session's thread; must not call the session. */
  interface Listener {
    /** The guest has reset the machine. */
    void restarted();

    /** The connection to QEMU has ended: QEMU is ending, or ended. */
    void ended(Session session);
  }

  private final NodeFiles files;
  private final ConsoleLog log;
  private final QmpClient qmp;
  private final Events events;
  private final Firmware firmware;
  private volatile boolean paused;
  private Optional<SerialSocket> serial = Optional.empty();

  private Session(
      NodeFiles files, ConsoleLog log, QmpClient qmp, Events events, Firmware firmware) {
    this.files = files;
    this.log = log;
    this.qmp = qmp;
    this.events = events;
    this.firmware = firmware;
  }

  /** Connects to the QEMU that listens in {@code files}. */
  static Session open(NodeFiles files, ConsoleLog log, QemuLimits limits, Listener listener) {
    var events = new Events(listener);
    QmpClient qmp = QmpClient.connect(files.qmp(), limits.command(), events);
    try {
      Firmware firmware = isUefi(qmp) ? Firmware.UEFI : Firmware.BIOS;
      var session = new Session(files, log, qmp, events, firmware);
      events.begin(session);
      String status = session.status();
      session.paused = status.equals("paused");
      if (status.equals("io-error")) {
        events.fault = Optional.of("paused: its disk could not be read or written; reset it");
      }
      return session;
    } catch (RuntimeException e) {
      qmp.close();
      throw e;
    }
  }

  /** With which firmware the machine was started. */
  Firmware firmware() {
    return firmware;
  }

  /** What QEMU calls its state, such as {@code running} or {@code prelaunch}. */
  String status() {
    return qmp.execute("query-status").path("status").asString("");
  }

  /** What is wrong with the running machine. */
  Optional<String> fault() {
    return events.fault;
  }

  /** Why the machine ended. */
  String endReason() {
    return events.reason;
  }

  /** Lets the guest run. */
  void release() {
    qmp.execute("cont");
    paused = false;
  }

  /** Has the guest stand still. */
  void pause() {
    qmp.execute("stop");
    paused = true;
  }

  /** Whether the guest was told to stand still. */
  boolean isPaused() {
    return paused;
  }

  /** Tells QEMU to end, if it still listens; its end is not waited for. */
  void tryQuit() {
    try {
      qmp.execute("quit");
    } catch (QmpException e) {
      LOGGER.log(Level.DEBUG, "QEMU did not take the order to end", e);
    }
  }

  /** Presses the power button. */
  void powerButton() {
    qmp.execute("system_powerdown");
  }

  /** Sends an NMI. */
  void nmi() {
    qmp.execute("inject-nmi");
  }

  /** Has the screen written to {@code file} as PNG. */
  void screenshot(Path file) {
    qmp.execute(
        "screendump", Map.of("filename", file.toAbsolutePath().toString(), "format", "png"));
  }

  /** Puts an image into the drive in place of what is there. */
  void changeMedium(Path image) {
    qmp.execute(
        "blockdev-change-medium",
        Map.of(
            "id",
            BootOrder.CDROM,
            "filename",
            image.toString(),
            "format",
            "raw",
            "read-only-mode",
            "read-only",
            "force",
            true));
  }

  /** Empties the drive. */
  void eject() {
    qmp.execute("eject", Map.of("id", BootOrder.CDROM, "force", true));
  }

  /**
   * Resets the machine and returns when its firmware has been given the boot order that holds now:
   * an order set later is for the next reset.
   */
  void reset() {
    events.resets.drainPermits();
    qmp.execute("system_reset");
    awaitReset(ResetTracker.FIRMWARE);
    release(); // a machine that was paused stays so over a reset
    if (firmware == Firmware.BIOS) {
      awaitFirmware();
    }
  }

  /** Waits until SeaBIOS has done resetting: it says something, or long enough does nothing. */
  private void awaitFirmware() {
    long said = log.size();
    long deadline = System.nanoTime() + ResetTracker.FIRMWARE.toNanos();
    while (log.size() <= said && System.nanoTime() - deadline < 0) {
      if (awaitReset(LISTEN)) {
        said = log.size();
        deadline = System.nanoTime() + ResetTracker.FIRMWARE.toNanos();
      }
    }
  }

  private boolean awaitReset(Duration limit) {
    try {
      return events.resets.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MachineException("interrupted while the machine was being reset", e);
    }
  }

  /**
   * Sets the order for the guest's next reset. Where one has just been, SeaBIOS may still be in its
   * own resets after it, and those belong to the start that has begun: they are waited for.
   */
  void prepare(BootOrder order) {
    if (firmware == Firmware.BIOS && events.hasJustReset()) {
      awaitFirmware();
    }
    order(order);
  }

  /** Sets in which order the firmware tries the devices from the next reset on. */
  void order(BootOrder order) {
    // Of the machine as it runs, which may be older than its spec.
    List<String> present = bootDevices();
    // Two devices may not share an index, so all give theirs up first.
    present.forEach(device -> bootIndex(device, -1));
    order.devices().stream()
        .filter(present::contains)
        .forEach(device -> bootIndex(device, order.index(device)));
  }

  private List<String> bootDevices() {
    return qmp.execute("qom-list", Map.of("path", "/machine/peripheral"))
        .valueStream()
        .map(property -> property.path("name").asString(""))
        .filter(BootOrder::isBootDevice)
        .toList();
  }

  private void bootIndex(String device, int index) {
    qmp.execute(
        "qom-set",
        Map.of("path", "/machine/peripheral/" + device, "property", "bootindex", "value", index));
  }

  /**
   * Joins the serial line to {@code console}. What was said before we came is taken from the log,
   * where no octet is lost or doubled if there is one quiet moment.
   *
   * @param history how much of the log to show; 0: the console knows it
   */
  void join(SerialConsole console, int history) {
    try {
      SerialSocket socket = connectSerial(console, history);
      serial = Optional.of(socket);
      console.connect(
          new SerialConsole.Line() {
            @Override
            public void write(byte[] octets) {
              socket.write(octets);
            }

            @Override
            public void sendBreak() {
              qmp.execute("chardev-send-break", Map.of("id", "con"));
            }
          });
      socket.start(
          octets -> {
            console.output(octets);
            log.trim();
          });
    } catch (IOException e) {
      throw new MachineException(
          "cannot join the serial line on " + files.console() + ": " + e.getMessage(), e);
    }
  }

  private SerialSocket connectSerial(SerialConsole console, int history) throws IOException {
    for (int attempt = 1; ; attempt++) {
      awaitSerial(false); // our predecessor may not have been missed yet
      long before = log.size();
      SerialSocket socket = SerialSocket.connect(files.console());
      boolean joined = false;
      try {
        awaitSerial(true);
        long after = log.size();
        joined = before == after || attempt == QUIET_ATTEMPTS;
        if (joined) {
          console.output(log.tail(after, history));
          return socket;
        }
      } finally {
        if (!joined) {
          socket.close();
        }
      }
    }
  }

  /** Waits until QEMU has noticed that somebody came to the serial line, or went. */
  private void awaitSerial(boolean taken) throws IOException {
    for (int attempt = 0; attempt < NOTICE_ATTEMPTS; attempt++) {
      if (isSerialTaken() == taken) {
        return;
      }
    }
    throw new IOException(taken ? "QEMU does not accept us" : "another process holds it");
  }

  private boolean isSerialTaken() {
    for (JsonNode device : qmp.execute("query-chardev")) {
      if (device.path("label").asString("").equals("con")) {
        return !device.path("filename").asString("").startsWith("disconnected:");
      }
    }
    throw new MachineException("this QEMU was not started by us: it has no serial line called con");
  }

  private static boolean isUefi(QmpClient qmp) {
    for (JsonNode device : qmp.execute("query-block")) {
      if (device.path("device").asString("").startsWith("pflash")) {
        return true;
      }
    }
    return false;
  }

  /** Lets go of the machine; where it has ended, after the last of its output has been taken. */
  void close(SerialConsole console, boolean ended) {
    console.disconnect();
    serial.ifPresent(
        socket -> {
          if (ended) {
            socket.drain(DRAIN);
          }
          socket.close();
        });
    events.silence();
    qmp.close();
  }

  /** What QEMU says by itself. */
  private static final class Events implements QmpClient.Listener {
    private final Listener listener;
    private final Semaphore resets = new Semaphore(0);
    private final ResetTracker tracker = new ResetTracker();
    private volatile long lastReset = System.nanoTime() - ResetTracker.FIRMWARE.toNanos();
    private volatile Optional<String> fault = Optional.empty();
    private volatile String reason = "QEMU ended unexpectedly";
    private volatile boolean silent;
    private volatile Optional<Session> session = Optional.empty();

    Events(Listener listener) {
      this.listener = listener;
    }

    void begin(Session owner) {
      session = Optional.of(owner);
    }

    void silence() {
      silent = true;
    }

    @Override
    public void event(QmpEvent event) {
      switch (event.name()) {
        case "SHUTDOWN" -> reason = shutdownReason(event.text("reason"));
        case "RESET" -> reset(event);
        case "BLOCK_IO_ERROR" -> {
          if (event.text("action").equals("stop")) {
            fault = Optional.of(diskFault(event));
          }
        }
        case "RESUME" -> fault = Optional.empty();
        default -> LOGGER.log(Level.TRACE, event);
      }
    }

    boolean hasJustReset() {
      return System.nanoTime() - lastReset < ResetTracker.FIRMWARE.toNanos();
    }

    private void reset(QmpEvent event) {
      boolean firmware = tracker.isFirmware(event.time());
      lastReset = System.nanoTime();
      resets.release();
      if (event.text("reason").equals("guest-reset") && !firmware && !silent) {
        listener.restarted();
      }
    }

    @Override
    public void closed() {
      if (!silent) {
        session.ifPresent(listener::ended);
      }
    }

    private static String diskFault(QmpEvent event) {
      return event.data().path("nospace").asBoolean(false)
          ? "paused: no space left for its disk on this machine; free some and reset it"
          : "paused: its disk cannot be read or written: " + event.text("reason");
    }

    private static String shutdownReason(String cause) {
      return switch (cause) {
        case "guest-shutdown" -> "the guest shut down";
        case "guest-panic" -> "the guest's kernel panicked";
        case "host-signal" -> "QEMU was ended by a signal";
        case "host-qmp-quit" -> "QEMU was told to end";
        default -> "QEMU ended: " + cause;
      };
    }
  }
}
