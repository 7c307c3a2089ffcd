package io.anyrack.netsync.rule;

import io.anyrack.rack.sync.Told.Option;
import io.anyrack.rack.sync.ToldSubnet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How what DHCP tells differs, in few words: who else changes ports may have put anything there.
 */
public final class ToldText {
  private static final int MOST = 10;
  private static final int LONGEST = 80;

  private ToldText() {}

  /**
   * Such as {@code network provision (192.0.2.0/24): +route 169.254.169.254/32 via 192.0.2.240}.
   */
  public static String of(ToldSubnet subnet) {
    List<String> parts = new ArrayList<>();
    sorted(subnet.due(), subnet.now()).forEach(route -> parts.add("+route " + route));
    sorted(subnet.now(), subnet.due()).forEach(route -> parts.add("-route " + route));
    return "network "
        + subnet.network()
        + " ("
        + subnet.cidr()
        + "): "
        + String.join(", ", few(parts));
  }

  /** Such as {@code +option 150=192.0.2.240}. */
  static List<String> of(Set<Option> now, Set<Option> then) {
    List<String> parts = new ArrayList<>();
    for (Option option : sorted(then, now)) {
      Optional<Option> before = now.stream().filter(each -> same(each, option)).findFirst();
      parts.add(
          before
              .map(old -> "option " + name(option) + " " + old.value() + " -> " + option.value())
              .orElseGet(() -> "+option " + name(option) + "=" + option.value()));
    }
    for (Option option : sorted(now, then)) {
      if (then.stream().noneMatch(each -> same(each, option))) {
        parts.add("-option " + name(option) + "=" + option.value());
      }
    }
    return few(parts);
  }

  private static boolean same(Option one, Option other) {
    return one.name().equals(other.name()) && one.version() == other.version();
  }

  private static String name(Option option) {
    return (option.version() == 6 ? "option6:" : "") + option.name();
  }

  private static <T> List<T> sorted(Set<T> these, Set<T> without) {
    return these.stream()
        .filter(each -> !without.contains(each))
        .sorted(Comparator.comparing(Object::toString))
        .toList();
  }

  private static List<String> few(List<String> parts) {
    Stream<String> first = parts.stream().limit(MOST).map(ToldText::printable);
    return parts.size() <= MOST
        ? first.toList()
        : Stream.concat(first, Stream.of((parts.size() - MOST) + " more")).toList();
  }

  private static String printable(String part) {
    String plain = part.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
