package io.anyrack.cli.verify;

import io.anyrack.rack.RackException;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.model.Network;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** 169.254.169.254 answers, and DHCP tells the way there where the installer is to answer. */
final class MetadataAnswers implements Check {
  private static final int SERVER_ERROR = 500;

  private final Network network;
  private final Vantage vantage;
  private final Duration window;
  private final RandomGenerator random;

  /** Looks on {@code network}. */
  MetadataAnswers(Network network, Vantage vantage, Duration window, RandomGenerator random) {
    this.network = network;
    this.vantage = vantage;
    this.window = window;
    this.random = random;
  }

  @Override
  public String name() {
    return "metadata";
  }

  @Override
  public String subject() {
    return network.name();
  }

  @Override
  public Duration limit() {
    return window.multipliedBy(12).plusSeconds(60);
  }

  @Override
  public Verdict look() throws InterruptedException {
    return switch (network.metadata()) {
      case Network.Metadata.None() -> new Verdict.Skip("metadata: none wants nobody to answer", "");
      case Network.Metadata.Cloud() -> ask(network.gateway(), "the cloud");
      case Network.Metadata.Installer(Ipv4Address address) -> throughInstaller(address);
    };
  }

  private Verdict throughInstaller(Ipv4Address address) throws InterruptedException {
    if (network.dhcp() == Network.Dhcp.CLOUD) {
      try (Standpoint here = vantage.at(network)) {
        for (Offer offer : new Discovery(here, window, random).look()) {
          if (!offer.metadataVia().equals(Optional.of(address))) {
            return new Verdict.Fail(
                "DHCP does not tell that 169.254.169.254 is behind " + address,
                "run `anyrack up`: it sets the network's host route");
          }
        }
      }
    }
    return ask(address, "the installer");
  }

  private Verdict ask(Ipv4Address via, String who) throws InterruptedException {
    String wrong;
    try {
      Vantage.MetadataAnswer answer = vantage.metadata(network, via);
      String found =
          "%s answers with HTTP status %d%s"
              .formatted(who, answer.status(), answer.seen().isEmpty() ? "" : ", " + answer.seen());
      if (answer.status() < SERVER_ERROR) {
        return new Verdict.Pass(found);
      }
      wrong = found;
    } catch (CannotTryException e) {
      throw e;
    } catch (RackException e) {
      wrong = String.valueOf(e.getMessage());
    }
    return new Verdict.Fail(
        wrong,
        network.metadata() instanceof Network.Metadata.Installer
            ? "give the installer the address 169.254.169.254 with a service on it, and its port"
                + " that address pair"
            : "see the log of the cloud's metadata service");
  }
}
