package io.anyrack.local.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom programs of this host trust over TLS: the authorities of the Java runtime, and those of the
 * host itself, so that a private one is made known once, as to every other program. Thread-safe.
 *
 * @param authorities the host's, one after the other in PEM; it need not be there
 */
record HostTrust(Path authorities) {
  /** What {@code update-ca-certificates} writes. */
  static final HostTrust SYSTEM = new HostTrust(Path.of("/etc/ssl/certs/ca-certificates.crt"));

  /**
   * What a client needs that trusts them.
   *
   * @throws IOException if the host's authorities are there but cannot be read
   */
  SSLContext context() throws IOException {
    try {
      KeyStore both = KeyStore.getInstance(KeyStore.getDefaultType());
      both.load(null, null);
      int count = 0;
      for (TrustManager each : managers(Optional.empty())) {
        if (each instanceof X509TrustManager runtime) {
          for (X509Certificate authority : runtime.getAcceptedIssuers()) {
            both.setCertificateEntry("runtime-" + count++, authority);
          }
        }
      }
      if (Files.exists(authorities)) {
        try (InputStream in = Files.newInputStream(authorities)) {
          for (Certificate each :
              CertificateFactory.getInstance("X.509").generateCertificates(in)) {
            both.setCertificateEntry("host-" + count++, each);
          }
        }
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(Optional.of(both)), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "the authorities of this host in %s cannot be used: %s"
              .formatted(authorities, e.getMessage()),
          e);
    }
  }

  /** Those that trust a store, or, without one, whom the runtime does. */
  private static TrustManager[] managers(Optional<KeyStore> store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store.orElse(null));
    return factory.getTrustManagers();
  }
}
