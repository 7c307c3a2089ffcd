package io.anyrack.redfish.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The JDK's keytool: the platform has no other public way to make a certificate. The file's
 * password goes through the environment, where other users cannot see it. Thread-safe.
 */
public final class Keytool {
  private static final String PASSWORD = "ANYRACK_KEYSTORE_PASSWORD";
  private static final String AUTHORITY_DAYS = "3650";

  /** What browsers take at most. */
  static final Duration SERVER_VALIDITY = Duration.ofDays(397);

  private final Path program;
  private final Duration limit;

  /**
   * A program.
   *
   * @param program where it is
   * @param limit how long a run may take
   */
  public Keytool(Path program, Duration limit) {
    this.program = program;
    this.limit = limit;
  }

  /** Makes a certificate authority in a new file. */
  void authority(Path store, String password, String alias, String rack) {
    run(
        store,
        password,
        "-genkeypair",
        "-alias",
        alias,
        "-dname",
        "CN=Anyrack authority of rack " + rack,
        "-validity",
        AUTHORITY_DAYS,
        "-ext",
        "bc:c=ca:true,pathlen:0",
        "-ext",
        "ku:c=keyCertSign,cRLSign",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-sigalg",
        "SHA256withECDSA");
  }

  /** Makes a server's certificate, signed by an authority in the same file. */
  void server(
      Path store, String password, String signer, String alias, String rack, Set<String> hosts) {
    run(
        store,
        password,
        "-genkeypair",
        "-alias",
        alias,
        "-signer",
        signer,
        "-dname",
        "CN=BMCs of rack " + rack,
        "-validity",
        Long.toString(SERVER_VALIDITY.toDays()),
        "-ext",
        "san=" + hosts.stream().map(Keytool::name).collect(Collectors.joining(",")),
        "-ext",
        "ku:c=digitalSignature",
        "-ext",
        "eku=serverAuth",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-sigalg",
        "SHA256withECDSA");
  }

  private static String name(String host) {
    return (host.matches("[0-9.]+") ? "ip:" : "dns:") + host;
  }

  /** Removes an entry. */
  void remove(Path store, String password, String alias) {
    run(store, password, "-delete", "-alias", alias);
  }

  private void run(Path store, String password, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-J-Duser.language=en"));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass:env", PASSWORD));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(PASSWORD, password);
    try {
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new CertificateException(
              program + " did not end within " + limit.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
          throw new CertificateException(
              "%s could not make a certificate: %s"
                  .formatted(program, output.lines().findFirst().orElse("it says nothing")));
        }
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new CertificateException(
          "%s, which makes the TLS certificate, cannot be run: %s; set tls: false in bmc.redfish to do without"
              .formatted(program, Optional.ofNullable(e.getMessage()).orElse("unknown")),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CertificateException("interrupted while a certificate was made", e);
    }
  }
}
