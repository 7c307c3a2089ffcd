package io.anyrack.openstack.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Why no answer came, in words for people: the JDK says much of it by the name of a class alone.
 */
final class Silence {
  private static final int DEEPEST = 16;

  private Silence() {}

  static String words(IOException failure) {
    List<Throwable> causes = causes(failure);
    if (has(causes, UnresolvedAddressException.class) || has(causes, UnknownHostException.class)) {
      return "its name is not known here; check the URL and the DNS";
    }
    if (has(causes, HttpConnectTimeoutException.class)) {
      return "no connection in time; a firewall may be in the way";
    }
    if (has(causes, HttpTimeoutException.class)) {
      return "no answer in time";
    }
    Optional<String> said = said(causes);
    if (has(causes, SSLException.class)) {
      return "TLS failed: %s; `cacert:` names the file with the cloud's certificate authority"
          .formatted(said.orElse("the other side ended it"));
    }
    if (has(causes, ConnectException.class)) {
      return said.orElse("nothing listens there: the connection was refused");
    }
    if (has(causes, ClosedChannelException.class)) {
      return "the connection was closed before the answer came";
    }
    return said.orElse("the connection was lost");
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    Optional<Throwable> next = Optional.of(failure);
    // Causes can go in circles.
    while (next.isPresent() && causes.size() < DEEPEST) {
      causes.add(next.get());
      next = next.map(Throwable::getCause);
    }
    return causes;
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> kind) {
    return causes.stream().anyMatch(kind::isInstance);
  }

  /** The innermost message, since outer ones begin with the class of what they wrap. */
  private static Optional<String> said(List<Throwable> causes) {
    return causes.reversed().stream()
        .flatMap(each -> Optional.ofNullable(each.getMessage()).stream())
        .filter(message -> !message.isBlank())
        .findFirst();
  }
}
