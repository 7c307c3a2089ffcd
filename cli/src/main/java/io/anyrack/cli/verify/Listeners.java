package io.anyrack.cli.verify;

import io.anyrack.cli.verify.ProcSockets.Listener;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rack's service listens where the rack file and PORTS.md say, and nowhere else. */
final class Listeners implements Check {
  private final Vantage vantage;
  private final List<Expected> expected;

  /**
   * A socket that should be there.
   *
   * @param what for the reader
   * @param protocol {@code tcp} or {@code udp}
   * @param address on which; {@code *}: any
   * @param port its port; 0: one of the kernel's choice
   */
  record Expected(String what, String protocol, String address, int port) {
    boolean covers(Listener seen) {
      return protocol.equals(seen.protocol())
          && (address.equals("*") || address.equals(seen.address()))
          && (port == 0 || port == seen.port());
    }

    @Override
    public String toString() {
      return "%s (%s %s%s)".formatted(what, protocol, address, port == 0 ? "" : ":" + port);
    }
  }

  /** Compares what listens with what should. */
  Listeners(Vantage vantage, List<Expected> expected) {
    this.vantage = vantage;
    this.expected = List.copyOf(expected);
  }

  @Override
  public String name() {
    return "listeners";
  }

  @Override
  public String subject() {
    return "service";
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(60);
  }

  @Override
  public Verdict look() {
    Set<Listener> seen =
        ProcSockets.listeners(
            vantage
                .sockets()
                .orElseThrow(
                    () ->
                        new CannotTryException(
                            "the service's sockets cannot be read (only Linux shows them)", "")));
    Set<Listener> extra = new TreeSet<>(seen);
    List<Expected> missing =
        expected.stream()
            .filter(
                each -> {
                  List<Listener> covered = extra.stream().filter(each::covers).limit(1).toList();
                  covered.forEach(extra::remove);
                  return covered.isEmpty();
                })
            .toList();
    if (!extra.isEmpty()) {
      return new Verdict.Fail(
          "listens where it should not: " + text(extra), "see PORTS.md; report it");
    }
    return missing.isEmpty()
        ? new Verdict.Pass(seen.size() + " sockets, all as the rack file says")
        : new Verdict.Fail("does not listen: " + text(missing), "see `anyrack status`");
  }

  private static String text(Collection<?> items) {
    return items.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
