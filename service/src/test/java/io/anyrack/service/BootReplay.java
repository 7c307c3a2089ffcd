package io.anyrack.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import io.anyrack.rack.node.Event;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Does what an event log says one after the other, and looks whether each entry follows from those
 * before. Where the log does not say whether an override for once was set before or after a start
 * took it up, both are possible.
 */
final class BootReplay {
  private static final String BOOT = "boot from ";
  private static final String BOOTING = ", booting from ";

  private final Map<String, Queue<Wish>> wishes;
  private Set<BootOverride> possible = Set.of(BootOverride.NONE);
  private boolean starting;
  private boolean saidSince;

  /**
   * A replay of a node that was new.
   *
   * @param wishes what was accepted of each Redfish user, in order
   */
  BootReplay(Map<String, Queue<Wish>> wishes) {
    this.wishes = wishes;
  }

  /** What a PATCH says of an override; the rest is what it was. */
  record Wish(Optional<Device> device, Optional<Lifetime> lifetime, Optional<Mode> mode) {
    BootOverride of(BootOverride before) {
      return new BootOverride(
          device.orElse(before.device()),
          lifetime.orElse(before.lifetime()),
          mode.orElse(before.mode()));
    }

    String json() {
      Map<Device, String> targets =
          Map.of(Device.PXE, "Pxe", Device.DISK, "Hdd", Device.CDROM, "Cd");
      Map<Lifetime, String> lifetimes =
          Map.of(Lifetime.ONCE, "Once", Lifetime.CONTINUOUS, "Continuous");
      Map<Mode, String> modes = Map.of(Mode.LEGACY, "Legacy", Mode.UEFI, "UEFI");
      return Stream.of(
              device.map(targets::get).map(word -> member("Target", word)),
              lifetime.map(lifetimes::get).map(word -> member("Enabled", word)),
              mode.map(modes::get).map(word -> member("Mode", word)))
          .flatMap(Optional::stream)
          .collect(Collectors.joining(", ", "{\"Boot\": {", "}}"));
    }

    private static String member(String name, String word) {
      return "\"BootSourceOverride%s\": \"%s\"".formatted(name, word);
    }
  }

  /** What the override may be at the end of the log. */
  Set<BootOverride> after(List<Event> log) {
    log.forEach(this::next);
    return possible;
  }

  private void next(Event event) {
    switch (event.kind()) {
      case COMMAND -> {
        if (!event.message().contains(": refused")) {
          taken(event);
        }
      }
      case POWER_ON, RESET -> started(event);
      default -> {}
    }
  }

  private void taken(Event event) {
    String message = event.message();
    if (message.startsWith(BOOT)) {
      String text = message.substring(BOOT.length(), message.lastIndexOf(':'));
      Set<BootOverride> before = possible;
      possible =
          wish(event.origin())
              .map(wish -> outcomes(wish, text))
              .orElseGet(() -> Set.of(parse(text)));
      assertThat(possible).as("%s: after one of %s".formatted(event, before)).isNotEmpty();
      saidSince = true;
    } else if (message.startsWith("power ") && !message.startsWith("power off") && !starting) {
      starting = message.endsWith(": accepted");
      saidSince = false;
    }
  }

  private Set<BootOverride> outcomes(Wish wish, String text) {
    return possible.stream()
        .map(wish::of)
        .filter(after -> text(after).equals(text))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The user's next one; empty: another door's. */
  private Optional<Wish> wish(String origin) {
    return wishes.entrySet().stream()
        .filter(user -> origin.contains(user.getKey() + "@"))
        .map(user -> user.getValue().remove())
        .findFirst();
  }

  private void started(Event event) {
    int at = event.message().indexOf(BOOTING);
    String obeyed = at < 0 ? "" : event.message().substring(at + BOOTING.length());
    Set<BootOverride> after = new LinkedHashSet<>();
    for (BootOverride boot : possible) {
      boolean mayBeUsedUp = boot.lifetime() == Lifetime.ONCE && shown(boot).equals(obeyed);
      if (mayBeUsedUp) {
        after.add(bare(boot.usedUp()));
      }
      if (!mayBeUsedUp || saidSince) {
        after.add(boot);
      }
    }
    possible = after;
    starting = false;
  }

  private static String shown(BootOverride boot) {
    return boot.isActive() ? text(boot) : "";
  }

  /** Without what no client of the test says. */
  static BootOverride bare(BootOverride boot) {
    return new BootOverride(boot.device(), boot.lifetime(), boot.mode());
  }

  private static BootOverride parse(String text) {
    return Stream.of(Device.PXE, Device.DISK)
        .flatMap(
            device ->
                Stream.of(Lifetime.ONCE, Lifetime.CONTINUOUS)
                    .flatMap(
                        lifetime ->
                            Stream.of(Mode.values())
                                .map(mode -> new BootOverride(device, lifetime, mode))))
        .filter(boot -> text(boot).equals(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody said " + text));
  }

  /** As the event log has it. */
  private static String text(BootOverride boot) {
    if (boot.lifetime() == Lifetime.DISABLED) {
      return "its own order";
    }
    String mode =
        switch (boot.mode()) {
          case OWN -> "";
          case LEGACY -> " with BIOS";
          case UEFI -> " with UEFI";
        };
    return boot.device().name().toLowerCase(Locale.ROOT)
        + (boot.lifetime() == Lifetime.ONCE ? " once" : "")
        + mode;
  }
}
