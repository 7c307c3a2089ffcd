package io.anyrack.openstack.project;

import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.http.Endpoint;
import io.anyrack.openstack.keystone.Catalogue;
import io.anyrack.openstack.keystone.Token;
import io.anyrack.rack.cloud.CloudException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A service where the user's configuration says, else where the catalogue says. */
final class ServiceEndpoint implements Endpoint {
  private static final Pattern VERSIONED = Pattern.compile("/v[0-9]+(\\.[0-9]+)?(/|$)");

  private final CloudConfig config;
  private final Supplier<Token> token;
  private final List<String> types;
  private final String version;

  /**
   * A service.
   *
   * @param types what it may be called; the first is its name
   * @param version added to a URL that has none, such as {@code v2.0/}
   */
  ServiceEndpoint(CloudConfig config, Supplier<Token> token, List<String> types, String version) {
    this.config = config;
    this.token = token;
    this.types = types;
    this.version = version;
  }

  @Override
  public String service() {
    return types.getFirst();
  }

  boolean isThere() {
    return url().isPresent();
  }

  private Optional<String> url() {
    return types.stream()
        .flatMap(type -> Optional.ofNullable(config.endpoints().get(type)).stream())
        .findFirst()
        .or(() -> ofCatalogue(token.get().catalogue()));
  }

  /** Without a region the services of several would be mixed. */
  private Optional<String> ofCatalogue(Catalogue catalogue) {
    List<String> regions = catalogue.regions(types, config.face());
    if (config.region().isEmpty() && regions.size() > 1) {
      throw new CloudException(
          "cloud %s: its %s service is in several regions: %s; say which with region_name (or OS_REGION_NAME)"
              .formatted(config.name(), service(), String.join(", ", regions)));
    }
    return catalogue.url(types, config.region(), config.face());
  }

  @Override
  public URI base() {
    String url = url().orElseThrow(this::missing).replaceFirst("/*$", "/");
    return URI.create(VERSIONED.matcher(url).find() ? url : url + version);
  }

  private CloudException missing() {
    Catalogue catalogue = token.get().catalogue();
    return new CloudException(
        "cloud "
            + config.name()
            + ": its catalogue has no "
            + config.face()
            + " URL of a "
            + service()
            + " service"
            + config.region().map(region -> " in region " + region).orElse("")
            + "; regions there: "
            + String.join(", ", catalogue.regions())
            + ". Check region_name and interface");
  }

  @Override
  public Map<String, String> headers() {
    return Map.of();
  }
}
