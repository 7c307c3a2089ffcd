package io.anyrack.local.qemu;

import io.anyrack.rack.cloud.MachineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is in a node's CD drive, whether the machine runs or not: a link in the node's directory to
 * the image. An image from the web is fetched whole first, so that the guest does not depend on a
 * far server.
 */
final class CdDrive {
  private static final Logger LOGGER = System.getLogger(CdDrive.class.getName());
  private static final Duration CONNECT = Duration.ofSeconds(20);

  /** Where the first volume descriptor has its standard identifier (ECMA-119 §8.1.2). */
  private static final long IDENTIFIER_OFFSET = 32769;

  /** ISO 9660 (ECMA-119 §8.1.2), UDF (ECMA-167 2/9.1.2). */
  private static final Set<String> IDENTIFIERS = Set.of("CD001", "BEA01");

  private final NodeFiles files;
  private final QemuLimits limits;
  private final HostTrust trust;

  /**
   * A drive.
   *
   * @param files of its node
   * @param limits how long and how large downloads may be
   * @param trust says which servers' images are believed over https
   */
  CdDrive(NodeFiles files, QemuLimits limits, HostTrust trust) {
    this.files = files;
    this.limits = limits;
    this.trust = trust;
  }

  /**
   * The image in the drive.
   *
   * @throws MachineException if it is not there any more
   */
  Optional<Path> medium() {
    if (!Files.isSymbolicLink(files.medium())) {
      return Optional.empty();
    }
    try {
      return Optional.of(files.medium().toRealPath());
    } catch (IOException e) {
      throw new MachineException(
          "the image in the CD drive is gone: " + e.getMessage() + "; eject it or insert another",
          e);
    }
  }

  /**
   * Puts an image in.
   *
   * @return the image's file
   * @throws MachineException if it cannot be had or is no CD image; what was in the drive stays
   */
  Path insert(URI image) {
    String scheme = image.getScheme() == null ? "" : image.getScheme();
    try {
      return switch (scheme) {
        case "file" -> {
          Path file = Path.of(image).toRealPath();
          checkImage(file, image);
          link(file);
          if (!file.equals(realDownload())) {
            Files.deleteIfExists(files.download());
          }
          yield file;
        }
        case "http", "https" -> {
          link(fetch(image));
          yield files.download();
        }
        default ->
            throw new MachineException(
                "cannot insert %s: only file:, http: and https: images are known".formatted(image));
      };
    } catch (IOException e) {
      throw new MachineException(
          "cannot insert %s: %s%s"
              .formatted(image, e, StartFailure.advice(String.valueOf(e.getMessage()))),
          e);
    } catch (IllegalArgumentException e) {
      throw new MachineException(
          "cannot insert %s: not a file on this machine".formatted(image), e);
    }
  }

  /** Empties the drive. */
  void eject() {
    try {
      Files.deleteIfExists(files.medium());
      Files.deleteIfExists(files.download());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path realDownload() throws IOException {
    return Files.exists(files.download()) ? files.download().toRealPath() : files.download();
  }

  private void link(Path target) throws IOException {
    Path link = files.medium().resolveSibling(files.medium().getFileName() + ".new");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target);
    Files.move(link, files.medium(), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path fetch(URI image) throws IOException {
    Path unfinished = files.download().resolveSibling(files.download().getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    LOGGER.log(Level.INFO, "fetching {0}", image);
    var client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .sslContext(trust.context())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    try {
      var request = HttpRequest.newBuilder(image).build();
      HttpResponse<Path> response =
          client
              .sendAsync(
                  request,
                  BodyHandlers.limiting(BodyHandlers.ofFile(unfinished), limits.downloadBytes()))
              .get(limits.download().toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("the server answers " + response.statusCode());
      }
      checkImage(unfinished, image);
      LOGGER.log(Level.INFO, "fetched {0}, {1} bytes", image, Files.size(unfinished));
      Files.move(unfinished, files.download(), StandardCopyOption.ATOMIC_MOVE);
      return files.download();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("not here within " + limits.download(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      client.shutdownNow();
      Files.deleteIfExists(unfinished);
    }
  }

  private static void checkImage(Path file, URI image) throws IOException {
    var identifier = ByteBuffer.allocate(5);
    try (var channel = FileChannel.open(file)) {
      channel.read(identifier, IDENTIFIER_OFFSET);
    }
    String text = StandardCharsets.ISO_8859_1.decode(identifier.flip()).toString();
    if (!IDENTIFIERS.contains(text)) {
      throw new MachineException(
          "cannot insert %s: not a CD or DVD image (neither ISO 9660 nor UDF)".formatted(image));
    }
  }
}
