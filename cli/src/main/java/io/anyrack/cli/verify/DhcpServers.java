package io.anyrack.cli.verify;

import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Exactly one DHCP server answers, the right one, with an address of the network. */
final class DhcpServers implements Check {
  private final Network network;
  private final Vantage vantage;
  private final Optional<Ipv4Address> installer;
  private final Duration window;
  private final RandomGenerator random;

  /**
   * Looks on {@code network}.
   *
   * @param installer the installer's address there, if it is known
   * @param window how long answers are waited for
   */
  DhcpServers(
      Network network,
      Vantage vantage,
      Optional<Ipv4Address> installer,
      Duration window,
      RandomGenerator random) {
    this.network = network;
    this.vantage = vantage;
    this.installer = installer;
    this.window = window;
    this.random = random;
  }

  @Override
  public String name() {
    return "dhcp";
  }

  @Override
  public String subject() {
    return network.name();
  }

  @Override
  public Duration limit() {
    return window.multipliedBy(6).plusSeconds(30);
  }

  @Override
  public Verdict look() throws InterruptedException {
    try (Standpoint here = vantage.at(network)) {
      return judge(new Discovery(here, window, random).look(), here);
    }
  }

  private Verdict judge(List<Offer> offers, Standpoint here) {
    if (network.dhcp() == Network.Dhcp.NONE && !offers.isEmpty()) {
      return new Verdict.Fail(
          servers(offers) + " answers, and dhcp: none wants nobody to", "stop that server");
    }
    boolean unheard = vantage.unheard(here);
    if (offers.isEmpty() && unheard && network.dhcp() != Network.Dhcp.CLOUD) {
      return new Verdict.Skip(
          "nobody else answers; whether the DHCP server that runs on %s does, it does not hear itself"
              .formatted(here.where()),
          "give the rack another server on %s to ask from".formatted(network.name()));
    }
    if (network.dhcp() == Network.Dhcp.NONE) {
      return new Verdict.Pass("nobody answers, as dhcp: none wants it");
    }
    if (offers.isEmpty()) {
      return new Verdict.Fail(
          "nobody answers a DISCOVER from " + here.where(),
          network.dhcp() == Network.Dhcp.CLOUD
              ? "see that the cloud's DHCP runs: `anyrack doctor`"
              : "start the installer's DHCP server on this network");
    }
    Set<Ipv4Address> right =
        network.dhcp() == Network.Dhcp.CLOUD
            ? vantage.dhcpServers(network)
            : installer.map(Set::of).orElse(Set.of());
    List<Offer> wrong =
        offers.stream()
            .filter(offer -> !right.isEmpty() && !right.contains(offer.server()))
            .toList();
    if (!wrong.isEmpty() || (right.isEmpty() && offers.size() > 1)) {
      return new Verdict.Fail(
          servers(offers)
              + " answer"
              + (right.isEmpty() ? "" : ", and only " + text(right) + " should"),
          "stop the others: nodes take whoever is first");
    }
    return offers.stream()
        .flatMap(offer -> address(offer, here).stream())
        .findFirst()
        .<Verdict>map(
            why ->
                new Verdict.Fail(
                    why,
                    "see the ports' addresses, and whether pool: of the network is the range of its"
                        + " DHCP"))
        .orElseGet(
            () ->
                new Verdict.Pass(
                    "%s offers %s, nobody else%s"
                        .formatted(
                            servers(offers),
                            offers.getFirst().address(),
                            unheard
                                ? " (%s, which has a DHCP server, too, does not hear its own)"
                                    .formatted(here.where())
                                : "")));
  }

  private Optional<String> address(Offer offer, Standpoint here) {
    if (!network.cidr().isHost(offer.address())) {
      return Optional.of(
          offer.server() + " offers " + offer.address() + ", outside of " + network.cidr());
    }
    if (network.dhcp() == Network.Dhcp.CLOUD) {
      return here.given()
          .filter(given -> !given.equals(offer.address()))
          .map(given -> offer.server() + " offers " + offer.address() + " instead of " + given);
    }
    return network.pool().contains(offer.address())
            || here.given().equals(Optional.of(offer.address()))
        ? Optional.empty()
        : Optional.of(
            "%s offers %s, outside of the pool %s"
                .formatted(offer.server(), offer.address(), network.pool()));
  }

  private static String servers(List<Offer> offers) {
    return text(offers.stream().map(Offer::server).collect(Collectors.toSet()));
  }

  private static String text(Set<Ipv4Address> addresses) {
    return addresses.stream()
        .map(Ipv4Address::toString)
        .sorted()
        .collect(Collectors.joining(" and "));
  }
}
