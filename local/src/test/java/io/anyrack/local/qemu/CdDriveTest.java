package io.anyrack.local.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.anyrack.rack.cloud.MachineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CdDriveTest {
  private static final String PASSWORD = "of a test";
  private static final QemuLimits PATIENT = limits(Duration.ofSeconds(20));
  private static final QemuLimits HASTY = limits(Duration.ofMillis(200));

  @TempDir Path directory;
  private Path node = Path.of("");
  private CdDrive drive = new CdDrive(new NodeFiles(Path.of("")), PATIENT, HostTrust.SYSTEM);
  private HttpServer web;

  CdDriveTest() throws IOException {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() throws IOException {
    node = Files.createDirectory(directory.resolve("node"));
    drive = new CdDrive(new NodeFiles(node), PATIENT, HostTrust.SYSTEM);
    serve(web);
  }

  private static void serve(HttpServer server) {
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              switch (exchange.getRequestURI().getPath()) {
                case "/small.iso" -> iso(40_000);
                case "/big.iso" -> iso(100_001);
                case "/page.html" -> "<html>sign in</html>".getBytes(StandardCharsets.UTF_8);
                default -> new byte[0];
              };
          if (!exchange.getRequestURI().getPath().equals("/never.iso")) {
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    web.stop(0);
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(drive.medium()).isEmpty();
    drive.eject();
  }

  @Test
  void holdsAFileWhereItIs() throws IOException {
    Path image = Files.write(directory.resolve("a b,c.iso"), iso(40_000)).toRealPath();

    assertThat(drive.insert(image.toUri())).isEqualTo(image);
    assertThat(drive.medium()).contains(image);
    drive.eject();

    assertThat(drive.medium()).isEmpty();
    assertThat(image).exists();
  }

  @Test
  void fetchesAnImageFromTheWeb() throws IOException {
    Path fetched = drive.insert(url("/small.iso"));

    assertThat(fetched).hasSize(40_000);
    assertThat(drive.medium()).contains(fetched.toRealPath());
    drive.eject();
    assertThat(files()).isEmpty();
  }

  @Test
  void forgetsTheFetchedImageWhenAFileTakesItsPlace() throws IOException {
    drive.insert(url("/small.iso"));
    drive.insert(Files.write(directory.resolve("a.iso"), iso(40_000)).toUri());
    assertThat(files()).containsExactly("cd");
  }

  @Test
  void refusesWhatIsNoImageAndKeepsWhatIsThere() throws IOException {
    Path image = Files.write(directory.resolve("a.iso"), iso(40_000)).toRealPath();
    drive.insert(image.toUri());

    refuses(url("/page.html"), "not a CD or DVD image");
    refuses(url("/missing.iso"), "the server answers 404");
    refuses(url("/big.iso"), "100000");
    refuses(directory.resolve("none.iso").toUri(), "none.iso");
    refuses(Files.writeString(directory.resolve("a.txt"), "text").toUri(), "not a CD or DVD image");
    refuses(URI.create("nfs://server/a.iso"), "only file:, http: and https:");
    refuses(URI.create("file://elsewhere/a.iso"), "not a file on this machine");

    assertThat(drive.medium()).contains(image);
    assertThat(files()).containsExactly("cd");
  }

  @Test
  void saysThatTheImageIsGone() throws IOException {
    Path image = Files.write(directory.resolve("a.iso"), iso(40_000));
    drive.insert(image.toUri());
    Files.delete(image);
    assertThatThrownBy(drive::medium)
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("eject it or insert another");
  }

  @Test
  void waitsForTheWebNoLongerThanItsLimit() throws IOException {
    drive = new CdDrive(new NodeFiles(node), HASTY, HostTrust.SYSTEM);
    refuses(url("/never.iso"), "not here within PT0.2S");
    assertThat(files()).isEmpty();
  }

  @Test
  void believesAuthoritiesThatTheHostKnows() throws Exception {
    Path store = directory.resolve("server.p12");
    keytool(store, "-genkeypair", "-alias", "ca", "-dname", "CN=our own", "-ext", "bc:c=ca:true");
    keytool(
        store,
        "-genkeypair",
        "-alias",
        "server",
        "-signer",
        "ca",
        "-dname",
        "CN=web",
        "-ext",
        "san=ip:127.0.0.1");
    Path known = directory.resolve("authorities.pem");
    keytool(store, "-exportcert", "-rfc", "-alias", "ca", "-file", known.toString());
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(identity(store)));
    serve(secure);
    try {
      URI image =
          URI.create("https://127.0.0.1:%d/small.iso".formatted(secure.getAddress().getPort()));
      refuses(image, "unable to find valid certification path");

      drive = new CdDrive(new NodeFiles(node), PATIENT, new HostTrust(known));
      assertThat(drive.insert(image)).hasBinaryContent(iso(40_000));
    } finally {
      secure.stop(0);
    }
  }

  private static SSLContext identity(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.deleteEntry("ca");
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(Path store, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(arguments));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private void refuses(URI image, String because) {
    assertThatThrownBy(() -> drive.insert(image))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("cannot insert " + image)
        .hasMessageContaining(because);
  }

  private Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(node)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + web.getAddress().getPort() + path);
  }

  private static byte[] iso(int size) {
    byte[] image = new byte[size];
    System.arraycopy("CD001".getBytes(StandardCharsets.US_ASCII), 0, image, 32769, 5);
    return image;
  }

  private static QemuLimits limits(Duration download) {
    return new QemuLimits(
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        download,
        100_000,
        1000,
        1000);
  }
}
