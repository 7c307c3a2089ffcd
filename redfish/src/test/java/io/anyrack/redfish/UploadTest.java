package io.anyrack.redfish;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that come with the request, as multipart/form-data. */
final class UploadTest {
  private static final String DRIVE = "/redfish/v1/Systems/node-1/VirtualMedia/Cd";
  private static final String INSERT = DRIVE + "/Actions/VirtualMedia.InsertMedia";
  private static final String EJECT = DRIVE + "/Actions/VirtualMedia.EjectMedia";

  @TempDir Path directory;
  private TestRack rack;

  @BeforeEach
  void open() {
    rack = new TestRack(directory, 1);
  }

  @AfterEach
  void close() {
    rack.close();
  }

  private static String part(String name, String file, String content) {
    return "--xyz\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n"
        .formatted(name, file.isEmpty() ? "" : "; filename=\"" + file + "\"", content);
  }

  private TestRack.Answer upload(String body) {
    return rack.post(INSERT, body, "Content-Type", "multipart/form-data; boundary=xyz");
  }

  private List<Path> kept() {
    Path images = directory.resolve("images").resolve("node-1");
    if (!Files.isDirectory(images)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(images)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      assertThat(e)
          .as("the service removed one meanwhile")
          .hasCauseInstanceOf(NoSuchFileException.class);
      return kept();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Octets as they come, ends of lines and things like delimiters among them. */
  private static String image(int octets) {
    StringBuilder image = new StringBuilder("\r\n--xy\r\n--\r\r\n--xy");
    new Random(1).ints(octets, 0, 256).forEach(octet -> image.append((char) (octet & 0x7f)));
    return image.append("\r\n--").toString();
  }

  @Test
  void anImageThatIsSentIsInTheDrive() throws IOException {
    String image = image(300_000);
    TestRack.Answer answer =
        upload(part("Parameters", "", "{}") + part("Image", "../my disk.iso", image) + "--xyz--");
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(204);
    assertThat(rack.get(DRIVE).at("/Inserted")).isEqualTo("true");
    assertThat(rack.get(DRIVE).at("/Image")).isEqualTo("_my_disk.iso");
    Path file = Path.of(rack.node("node-1").status().media().orElseThrow());
    assertThat(Files.readString(file, ISO_8859_1)).isEqualTo(image);

    assertThat(upload(part("Image", "second.iso", "x") + "--xyz--").status()).isEqualTo(204);
    TestRack.await(() -> kept().size() == 1);
    assertThat(rack.post(EJECT, "{}").status()).isEqualTo(204);
    TestRack.await(() -> kept().isEmpty());
  }

  @Test
  void anImageLargerThanAllMemoryIsWrittenAsItComes() throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    assumeTrue(heap <= 1 << 30, "tests have a small heap");
    long octets = heap + (16 << 20);
    rack.close();
    rack = new TestRack(directory, 1, RedfishLimits.DEFAULT, Optional.empty(), octets);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(rack.uri(INSERT))
            .timeout(Duration.ofMinutes(3))
            .POST(BodyPublishers.ofInputStream(() -> form(new Zeros(octets))));

    TestRack.Answer answer =
        rack.send(request, "Content-Type", "multipart/form-data; boundary=xyz");

    assertThat(answer.status()).as(answer.response().body()).isEqualTo(204);
    Path file = Path.of(rack.node("node-1").status().media().orElseThrow());
    assertThat(file).hasSize(octets);
    assertThat(rack.post(EJECT, "{}").status()).isEqualTo(204);
    TestRack.await(() -> kept().isEmpty());
  }

  private static InputStream form(InputStream image) {
    String around = part("Image", "large.iso", "|") + "--xyz--";
    List<InputStream> pieces = new ArrayList<>();
    for (String text : around.split("\\|", 2)) {
      pieces.add(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }
    pieces.add(1, image);
    return new SequenceInputStream(Collections.enumeration(pieces));
  }

  /** As many as are wanted. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int given = (int) Math.min(left, length);
      Arrays.fill(into, offset, offset + given, (byte) 0);
      left -= given;
      return given;
    }
  }

  @Test
  void whatIsTooLongIsNotKept() {
    assertThat(upload(part("Image", "long.iso", "x".repeat(TestRack.MOST_OCTETS + 100))).status())
        .isEqualTo(413);
    assertThat(kept()).isEmpty();
    assertThat(rack.get(DRIVE).at("/Inserted")).isEqualTo("false");
  }

  @Test
  void whatIsNoFormOrEndsTooEarlyIsRefused() {
    for (String body :
        List.of(
            "",
            "no form",
            "--xyz--",
            part("Image", "", "no file") + "--xyz--",
            part("Image", "cut.iso", "half"),
            "--xyz\r\nX: " + "x".repeat(10_000))) {
      TestRack.Answer answer = upload(body);
      assertThat(answer.status()).as(body).isEqualTo(400);
    }
    assertThat(kept()).isEmpty();
  }

  @Test
  void onlyTheDriveTakesFiles() {
    TestRack.Answer answer =
        rack.patch(
            "/redfish/v1/Systems/node-1",
            part("Image", "x.iso", "x") + "--xyz--",
            "Content-Type",
            "multipart/form-data; boundary=xyz");
    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void theInfoSaysWhatInsertingTakes() {
    URI info =
        URI.create(rack.get(DRIVE).at("/Actions/#VirtualMedia.InsertMedia/@Redfish.ActionInfo"));
    assertThat(rack.get(info.toString()).at("/Parameters/0/Name")).isEqualTo("Image");
  }
}
