package io.anyrack.openstack.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.anyrack.rack.cloud.MachineException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets CD images: files of this machine, and from the web.
 *
 * @param work a directory for what comes from the web
 * @param octets how large an image may be
 * @param limit how long fetching one may take
 */
public record ImageDownload(Path work, long octets, Duration limit) {
  private static final Duration CONNECT = Duration.ofSeconds(20);

  /** Where the first volume descriptor has its standard identifier (ECMA-119 §8.1.2). */
  private static final long IDENTIFIER_OFFSET = 32769;

  /** ISO 9660 (ECMA-119 §8.1.2), UDF (ECMA-167 2/9.1.2). */
  private static final Set<String> IDENTIFIERS = Set.of("CD001", "BEA01");

  /** What to do with an image while it is here. */
  interface Use {
    /** Uses an image. */
    void with(Path file);
  }

  /**
   * Gets an image and lets it be used.
   *
   * @throws MachineException if it cannot be had or is no CD image
   */
  void use(URI image, Use use) {
    String scheme = image.getScheme() == null ? "" : image.getScheme();
    try {
      switch (scheme) {
        case "file" -> {
          Path file = Path.of(image);
          check(file, image);
          use.with(file);
        }
        case "http", "https" -> {
          Path file = Files.createTempFile(Files.createDirectories(work), "cd", ".iso");
          try {
            fetch(image, file);
            check(file, image);
            use.with(file);
          } finally {
            Files.deleteIfExists(file);
          }
        }
        default ->
            throw new MachineException(
                "cannot insert %s: only file:, http: and https: images are known".formatted(image));
      }
    } catch (IOException e) {
      throw new MachineException("cannot insert %s: %s".formatted(image, e), e);
    } catch (IllegalArgumentException e) {
      throw new MachineException(
          "cannot insert %s: not a file on this machine".formatted(image), e);
    }
  }

  private void fetch(URI image, Path file) throws IOException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpResponse<Path> response =
          client
              .sendAsync(
                  HttpRequest.newBuilder(image).build(),
                  BodyHandlers.limiting(BodyHandlers.ofFile(file), octets))
              .get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("the server answers " + response.statusCode());
      }
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("it did not come within %d s".formatted(limit.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void check(Path file, URI image) throws IOException {
    if (Files.size(file) > octets) {
      throw new IOException("it is larger than %d bytes".formatted(octets));
    }
    ByteBuffer identifier = ByteBuffer.allocate(5);
    try (FileChannel channel = FileChannel.open(file)) {
      while (identifier.hasRemaining()
          && channel.read(identifier, IDENTIFIER_OFFSET + identifier.position()) > 0) {}
    }
    if (!IDENTIFIERS.contains(new String(identifier.array(), US_ASCII))) {
      throw new MachineException("cannot insert %s: it is no CD image".formatted(image));
    }
  }
}
