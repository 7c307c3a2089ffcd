package io.anyrack.openstack.project;

import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom a client trusts.
 *
 * @param trust empty: whom the system trusts
 */
record Tls(Optional<SSLContext> trust) {

  /** Trust as a cloud's configuration wants it. */
  static Tls of(CloudConfig config) {
    try {
      if (!config.verify()) {
        return new Tls(Optional.of(context(new TrustManager[] {new TrustAnybody()})));
      }
      return config.cacert().isEmpty()
          ? new Tls(Optional.empty())
          : new Tls(Optional.of(context(trusting(config, config.cacert().get()))));
    } catch (GeneralSecurityException e) {
      throw new ConfigException("cloud " + config.name() + ": TLS cannot be set up: " + e, e);
    }
  }

  private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, new SecureRandom());
    return context;
  }

  private static TrustManager[] trusting(CloudConfig config, Path file)
      throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("cacert-" + count++, each);
      }
      if (count == 0) {
        throw new ConfigException(
            "cloud " + config.name() + ": cacert " + file + " has no certificate");
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException e) {
      throw new ConfigException(
          "cloud " + config.name() + ": cannot read cacert " + file + ": " + e.getMessage(), e);
    }
  }

  HttpClient client(Duration connect) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connect)
            .followRedirects(HttpClient.Redirect.NEVER);
    trust.ifPresent(client::sslContext);
    return client.build();
  }
}
