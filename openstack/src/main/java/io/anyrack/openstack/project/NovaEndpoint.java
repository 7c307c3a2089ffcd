package io.anyrack.openstack.project;

import io.anyrack.openstack.http.Endpoint;
import io.anyrack.openstack.http.Fields;
import io.anyrack.openstack.http.Microversion;
import io.anyrack.openstack.http.ServiceClient;
import io.anyrack.openstack.http.Transport;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Nova with the newest microversion that it and this client know; it is asked for it once. */
final class NovaEndpoint implements Endpoint {
  /** The newest one whose changes to our calls were read (OpenStack 2024.1). */
  private static final Microversion KNOWN = new Microversion(2, 96);

  private static final Microversion OLDEST = new Microversion(2, 1);

  private final Transport transport;
  private final ServiceEndpoint plain;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Microversion> agreed = Optional.empty();

  NovaEndpoint(Transport transport, ServiceEndpoint plain) {
    this.transport = transport;
    this.plain = plain;
  }

  Microversion microversion() {
    lock.lock();
    try {
      if (agreed.isEmpty()) {
        agreed = Optional.of(ask().min(KNOWN));
      }
      return agreed.get();
    } finally {
      lock.unlock();
    }
  }

  private Microversion ask() {
    // Old catalogues have the project behind the version, where no version document is.
    URI root = URI.create(plain.base().toString().replaceFirst("(/v2(\\.1)?/).*$", "$1"));
    Fields answer =
        new ServiceClient(transport, new Endpoint.Fixed(plain.service(), root, true))
            .at("")
            .get()
            .object("version");
    return answer
        .optional("version")
        .filter(text -> text.matches("2\\.[0-9]{1,4}"))
        .map(Microversion::parse)
        .orElse(OLDEST);
  }

  @Override
  public String service() {
    return plain.service();
  }

  @Override
  public URI base() {
    return plain.base();
  }

  @Override
  public Map<String, String> headers() {
    return Map.of(
        "OpenStack-API-Version",
        "compute " + microversion(),
        "X-OpenStack-Nova-API-Version",
        microversion().toString());
  }
}
