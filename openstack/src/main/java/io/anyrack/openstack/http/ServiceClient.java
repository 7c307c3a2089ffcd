package io.anyrack.openstack.http;

/**
 * One service of a cloud, as REST. Thread-safe.
 *
 * <p>Paths are relative to the service's endpoint and written as templates, {@code
 * at("servers/{id}", id)}: values are percent-encoded, and calls are counted by template.
 */
public final class ServiceClient {
  private final Transport transport;
  private final Endpoint endpoint;

  /**
   * A service.
   *
   * @param transport carries the requests
   * @param endpoint where it is
   */
  public ServiceClient(Transport transport, Endpoint endpoint) {
    this.transport = transport;
    this.endpoint = endpoint;
  }

  /** A request to a path. */
  public Request at(String template, String... values) {
    return new Request(transport, endpoint, template, values);
  }
}
