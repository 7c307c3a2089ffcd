package io.anyrack.redfish.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The certificate authority of one rack and the certificate its services show, kept in a PKCS12
 * file that only its owner may read. The authority stays the same as long as the rack is there; the
 * certificate is made anew when it is about to end or lacks an address. Used by one thread at a
 * time.
 */
public final class RackCertificates {
  private static final String AUTHORITY = "authority";
  private static final String SERVER = "server";
  private static final String PKCS12 = "PKCS12";

  /** A month before it ends. */
  private static final Duration RENEWAL = Keytool.SERVER_VALIDITY.minusDays(30);

  private static final int PASSWORD_OCTETS = 24;

  /** Subject alternative names of type iPAddress and dNSName (RFC 5280 §4.2.1.6). */
  private static final Set<Integer> HOST_NAMES = Set.of(2, 7);

  private final Path directory;
  private final Keytool keytool;
  private final InstantSource clock;
  private final SecureRandom random;

  /**
   * Certificates of a rack.
   *
   * @param directory where they are kept
   * @param keytool makes them
   * @param clock tells the time
   * @param random makes the file's password
   */
  public RackCertificates(
      Path directory, Keytool keytool, InstantSource clock, SecureRandom random) {
    this.directory = directory;
    this.keytool = keytool;
    this.clock = clock;
    this.random = random;
  }

  /** The authority's certificate (PEM), for clients; there once {@link #context} returned. */
  public Path authority() {
    return directory.resolve("redfish-ca.pem");
  }

  private Path store() {
    return directory.resolve("redfish-tls.p12");
  }

  private Path password() {
    return directory.resolve("redfish-tls.password");
  }

  /**
   * What a server needs to show the certificate.
   *
   * @param rack the rack's name
   * @param hosts addresses and names under which clients reach it
   * @throws CertificateException if it cannot be made
   */
  public SSLContext context(String rack, Set<String> hosts) {
    try {
      String password = readPassword();
      KeyStore store = open(rack, new TreeSet<>(hosts), password);
      Certificate authority = Optional.ofNullable(store.getCertificate(AUTHORITY)).orElseThrow();
      writeIfOther(authority(), pem(authority));
      return context(store, password);
    } catch (IOException | GeneralSecurityException e) {
      throw new CertificateException(
          "the TLS certificate of the rack in %s cannot be used: %s; remove %s and %s and new ones are made"
              .formatted(directory, e.getMessage(), store(), password()),
          e);
    }
  }

  private KeyStore open(String rack, Set<String> hosts, String password)
      throws IOException, GeneralSecurityException {
    if (!Files.exists(store())) {
      Path next = store().resolveSibling(store().getFileName() + ".next");
      Files.deleteIfExists(next);
      keytool.authority(next, password, AUTHORITY, rack);
      keytool.server(next, password, AUTHORITY, SERVER, rack, hosts);
      keep(next);
      return read(password);
    }
    KeyStore store = read(password);
    if (!serves(store, hosts)) {
      Path next = store().resolveSibling(store().getFileName() + ".next");
      Files.copy(store(), next, REPLACE_EXISTING);
      keytool.remove(next, password, SERVER);
      keytool.server(next, password, AUTHORITY, SERVER, rack, hosts);
      keep(next);
      return read(password);
    }
    return store;
  }

  private void keep(Path next) throws IOException {
    Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
    Files.move(next, store(), ATOMIC_MOVE);
  }

  private boolean serves(KeyStore store, Set<String> hosts)
      throws IOException, GeneralSecurityException {
    if (!(store.getCertificate(SERVER) instanceof X509Certificate certificate)
        || Files.getLastModifiedTime(store()).toInstant().plus(RENEWAL).isBefore(clock.instant())) {
      return false;
    }
    Set<String> names =
        Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of()).stream()
            .filter(name -> HOST_NAMES.contains(name.get(0)))
            .map(name -> String.valueOf(name.get(1)))
            .collect(Collectors.toSet());
    return names.containsAll(hosts);
  }

  private KeyStore read(String password) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(PKCS12);
    try (InputStream in = Files.newInputStream(store())) {
      store.load(in, password.toCharArray());
    }
    return store;
  }

  private String readPassword() throws IOException {
    if (!Files.exists(password())) {
      byte[] octets = new byte[PASSWORD_OCTETS];
      random.nextBytes(octets);
      Path next = password().resolveSibling(password().getFileName() + ".next");
      Files.deleteIfExists(next);
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(next, HexFormat.of().formatHex(octets), US_ASCII);
      Files.move(next, password(), ATOMIC_MOVE);
    }
    return Files.readString(password(), US_ASCII).trim();
  }

  /** Only the server's key: a server must not be able to choose the authority's. */
  private static SSLContext context(KeyStore store, String password)
      throws IOException, GeneralSecurityException {
    KeyStore shown = KeyStore.getInstance(PKCS12);
    shown.load(null, null);
    char[] key = password.toCharArray();
    shown.setKeyEntry(SERVER, store.getKey(SERVER, key), key, store.getCertificateChain(SERVER));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(shown, key);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static String pem(Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static void writeIfOther(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file, US_ASCII).equals(text)) {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, text, US_ASCII);
      Files.move(next, file, ATOMIC_MOVE);
    }
  }
}
