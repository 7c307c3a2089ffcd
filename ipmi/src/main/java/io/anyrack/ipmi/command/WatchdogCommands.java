package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.CompletionCode;
import io.anyrack.ipmi.message.NetFn;
import io.anyrack.ipmi.message.Privilege;
import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;
import io.anyrack.ipmi.watchdog.Watchdog;
import io.anyrack.ipmi.watchdog.Watchdog.Action;
import io.anyrack.ipmi.watchdog.Watchdog.Interrupt;
import io.anyrack.ipmi.watchdog.Watchdog.Setting;
import io.anyrack.ipmi.watchdog.Watchdog.Use;
import java.util.Optional;

/** The watchdog timer (IPMI 2.0 §27.5 to §27.7). */
final class WatchdogCommands {
  private static final int NEVER_SET = 0x80;
  private static final int SILENT = 0x80;
  private static final int RUNNING = 0x40;

  private WatchdogCommands() {}

  static void addTo(CommandTable.Builder table) {
    table
        .netFn(NetFn.APP)
        .add(0x22, Privilege.OPERATOR, 0, WatchdogCommands::reset)
        .add(0x24, Privilege.OPERATOR, 6, WatchdogCommands::set)
        .add(0x25, Privilege.USER, 0, WatchdogCommands::get);
  }

  private static Response reset(Request request, Caller caller) {
    Watchdog watchdog = caller.bmc().watchdog();
    boolean ran = watchdog.isRunning();
    if (!watchdog.reset(caller.bmc().now())) {
      return Response.code(NEVER_SET);
    }
    if (!ran) {
      logFromOutside("watchdog started: " + words(watchdog.setting()), caller);
    }
    caller.bmc().watchForExpiry();
    return Response.of();
  }

  private static Response set(Request request, Caller caller) {
    Optional<Use> use = Use.of(request.octet(0) & 0x07).filter(wanted -> wanted != Use.NONE);
    Optional<Action> action = Action.of(request.octet(1) & 0x07);
    Optional<Interrupt> interrupt = Interrupt.of(request.octet(1) >> 4 & 0x07);
    if (use.isEmpty() || action.isEmpty() || interrupt.isEmpty()) {
      return Response.code(CompletionCode.INVALID_FIELD);
    }
    Setting setting =
        new Setting(
            (request.octet(0) & SILENT) != 0,
            use.get(),
            action.get(),
            interrupt.get(),
            request.octet(2),
            request.halfWord(4));
    boolean goesOn = (request.octet(0) & RUNNING) != 0;
    Watchdog watchdog = caller.bmc().watchdog();
    if (watchdog.isRunning() && !goesOn) {
      logFromOutside("watchdog stopped", caller);
    }
    if (!watchdog.setting().equals(setting)) {
      logFromOutside("watchdog set: " + words(setting), caller);
    }
    watchdog.set(setting, goesOn, request.octet(3), caller.bmc().now());
    return Response.of();
  }

  /** What the node's own system does with its watchdog is its affair. */
  private static void logFromOutside(String message, Caller caller) {
    if (caller.session().isPresent()) {
      caller.log(message);
    }
  }

  private static String words(Setting setting) {
    return "of %s, %s after %.1f s"
        .formatted(
            WatchdogExpiry.word(setting.use()),
            WatchdogExpiry.word(setting.action()),
            setting.counts() / 10.0);
  }

  private static Response get(Request request, Caller caller) {
    Watchdog watchdog = caller.bmc().watchdog();
    Setting setting = watchdog.setting();
    int left = watchdog.countsLeft(caller.bmc().now());
    return Response.of(
        (setting.silent() ? SILENT : 0)
            | (watchdog.isRunning() ? RUNNING : 0)
            | setting.use().number(),
        setting.interrupt().number() << 4 | setting.action().number(),
        setting.pretimeoutSeconds(),
        watchdog.expired(),
        setting.counts(),
        setting.counts() >> 8,
        left,
        left >> 8);
  }
}
