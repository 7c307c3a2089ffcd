package io.anyrack.openstack.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.fakestack.FakeStack;
import io.anyrack.fakestack.world.Settings;
import io.anyrack.openstack.config.Clouds;
import io.anyrack.openstack.config.ConfigException;
import io.anyrack.rack.RackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cloud whose certificate is of an authority of its own. */
class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path directory;
  private static Optional<FakeStack> cloud = Optional.empty();

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException, InterruptedException {
    makeKey("server");
    makeKey("other");
    Files.writeString(directory.resolve("empty.pem"), "");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("server.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    cloud = Optional.of(FakeStack.start(Settings.DEFAULT, context));
  }

  @AfterAll
  static void end() {
    cloud.ifPresent(FakeStack::close);
  }

  /** A key in NAME.p12 and its certificate in NAME.pem, as keytool(1) makes them. */
  private static void makeKey(String name) throws IOException, InterruptedException {
    String store = directory.resolve(name + ".p12").toString();
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=ip:127.0.0.1",
        "-ext",
        "bc=ca:true",
        "-alias",
        name,
        "-keystore",
        store);
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        name,
        "-keystore",
        store,
        "-file",
        directory.resolve(name + ".pem").toString());
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-noprompt"));
    assertThat(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor())
        .isZero();
  }

  /** The project, over an address of the cloud and with more lines of its entry. */
  private static Project open(String host, String lines) throws IOException {
    String entry = cloud.orElseThrow().cloudsYaml();
    String authUrl = cloud.orElseThrow().authUrl().toString();
    String more = lines.replace("DIR", directory.toString()).replace("; ", "\n    ");
    Path file =
        Files.writeString(
            directory.resolve("clouds.yaml"),
            entry
                .replace(authUrl, authUrl.replace("127.0.0.1", host))
                .replaceFirst(
                    "    region_name: RegionOne", "    region_name: RegionOne\n    " + more));
    return Project.open(
        new Clouds(
                name ->
                    Optional.of(file.toString()).filter(_ -> name.equals("OS_CLIENT_CONFIG_FILE")),
                List.of())
            .cloud(Optional.of("rack"), Optional.empty()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "its authority is known,          127.0.0.1, cacert: DIR/server.pem",
    "nothing is checked,              127.0.0.1, verify: false",
    "nor which host it is,            localhost, verify: false",
    "verify counts more than cacert,  127.0.0.1, verify: false; cacert: DIR/other.pem",
  })
  void talks(String what, String host, String lines) throws IOException {
    try (Project project = open(host, lines)) {
      assertThat(project.nova().servers()).as(what).isEmpty();
      assertThat(project.neutron().networks().all()).isNotEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "its authority is nobody's,  127.0.0.1, region_name: RegionOne,   cacert",
    "another's authority,        127.0.0.1, cacert: DIR/other.pem,    cacert",
    "another host,               localhost, cacert: DIR/server.pem,   TLS",
  })
  void doesNotTalk(String what, String host, String lines, String message) throws IOException {
    try (Project project = open(host, lines.startsWith("region") ? "" : lines)) {
      assertThatThrownBy(() -> project.nova().servers())
          .as(what)
          .isInstanceOf(RackException.class)
          .hasMessageContaining("cloud rack")
          .hasMessageContaining(message);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a file that is not there,      cacert: DIR/none.pem,   cannot read cacert",
    "a file without certificates,   cacert: DIR/empty.pem,  has no certificate",
  })
  void saysWhatIsWrongWithTheFile(String what, String lines, String message) {
    assertThatThrownBy(() -> open("127.0.0.1", lines).close())
        .as(what)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
