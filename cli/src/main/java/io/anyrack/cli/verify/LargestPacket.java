package io.anyrack.cli.verify;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.address.MacAddress;
import io.anyrack.rack.model.Network;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The largest packet that passes is the MTU that DHCP tells, and that the cloud says. */
final class LargestPacket implements Check {
  /** What every network carries (RFC 791 §3.1). */
  private static final int SMALLEST = 576;

  private static final int LARGEST = 9000;

  private static final Duration ECHO = Duration.ofSeconds(1);

  private final Network network;
  private final Vantage vantage;
  private final Duration window;
  private final RandomGenerator random;

  /** Looks on {@code network}, whose nodes may be told something else one by one. */
  LargestPacket(Network network, Vantage vantage, Duration window, RandomGenerator random) {
    this.network = network;
    this.vantage = vantage;
    this.window = window;
    this.random = random;
  }

  @Override
  public String name() {
    return "mtu";
  }

  @Override
  public String subject() {
    return network.name();
  }

  @Override
  public Duration limit() {
    return window.multipliedBy(3).plusSeconds(90);
  }

  @Override
  public Verdict look() throws InterruptedException {
    int wanted = vantage.mtu(network);
    if (network.mtu() != 0 && network.mtu() != wanted) {
      return wrong("the rack file says %d, the cloud says %d".formatted(network.mtu(), wanted));
    }
    Optional<Verdict> otherwise = toldOtherwise(wanted);
    if (otherwise.isPresent()) {
      return otherwise.get();
    }
    try (Standpoint here = vantage.at(network)) {
      List<Offer> offers = new Discovery(here, window, random).look();
      for (Offer offer : offers) {
        if (offer.mtu().isPresent() && offer.mtu().get() != wanted) {
          return wrong(
              "DHCP tells %d, the network carries %d".formatted(offer.mtu().get(), wanted));
        }
        if (offer.mtu().isEmpty() && wanted < 1500) {
          return wrong("DHCP tells no MTU, so clients take 1500; the network carries " + wanted);
        }
      }
      Ipv4Address target = offers.stream().map(Offer::server).findFirst().orElse(network.gateway());
      return measure(here, target, wanted, !offers.isEmpty());
    }
  }

  /** A node's own DHCP options go before the network's. */
  private Optional<Verdict> toldOtherwise(int wanted) {
    return vantage.mtus(network).entrySet().stream()
        .filter(each -> each.getValue() != wanted)
        .findFirst()
        .map(
            each ->
                wrong(
                    "%s is told %d, the network carries %d"
                        .formatted(each.getKey(), each.getValue(), wanted)));
  }

  private static Verdict wrong(String found) {
    return new Verdict.Fail(
        found, "set mtu: of the network, or the MTU that DHCP and the installer's files tell");
  }

  private Verdict measure(Standpoint here, Ipv4Address target, int wanted, boolean told)
      throws InterruptedException {
    Exchange exchange = new Exchange(here, ECHO);
    Optional<MacAddress> mac = exchange.resolve(target);
    if (mac.isEmpty() || !exchange.answersEcho(target, mac.get(), SMALLEST)) {
      throw new CannotTryException(
          target + " does not answer an echo: the way there cannot be measured", "");
    }
    int passes = SMALLEST;
    int tooLarge = LARGEST + 1;
    int next = wanted;
    while (tooLarge - passes > 1) {
      if (exchange.answersEcho(target, mac.get(), next)) {
        passes = next;
      } else {
        tooLarge = next;
      }
      // What is expected is asked for first, and then what is just above it.
      next = next == wanted && passes == wanted ? wanted + 1 : (passes + tooLarge) / 2;
    }
    return passes == wanted
        ? new Verdict.Pass(
            "%d passes, %d does not%s".formatted(passes, passes + 1, told ? "; DHCP tells it" : ""))
        : wrong("the largest packet that passes is %d, told is %d".formatted(passes, wanted));
  }
}
