package io.anyrack.service.bmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.RackException;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.state.RackStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BmcBookTest {
  @TempDir Path directory;

  private static Rack rack(int nodes, String bmc) {
    return RackStore.parse(
        """
        rack: lab
        cloud: local
        nodes: %d
        bmc: %s
        """
            .formatted(nodes, bmc),
        Map.of("PASSWORD", "correct horse"));
  }

  private BmcBook book() {
    return new BmcBook(directory.resolve("bmcs.json"), new Random(1));
  }

  @Test
  void leavesTheFirstPortToTheKernelAndKeepsItThen() {
    BmcBook book = book();
    book.follow(rack(2, "{}"));
    assertThat(book.of("node-1").orElseThrow().port()).isZero();
    book.bound(Map.of("node-1", 40001));
    assertThat(book().of("node-1").orElseThrow().port()).isEqualTo(40001);
    book.follow(rack(3, "{}"));
    assertThat(book.of("node-1").orElseThrow().port()).isEqualTo(40001);
  }

  @Test
  void givesEachNodeAPasswordOfItsOwnAndKeepsIt() {
    BmcBook book = book();
    book.follow(rack(2, "{}"));
    String password = book.of("node-1").orElseThrow().password();
    assertThat(password).hasSize(16).matches("[A-Za-z0-9]+");
    assertThat(book.of("node-2").orElseThrow().password()).isNotEqualTo(password);
    BmcBook later = book();
    later.follow(rack(1, "{}"));
    assertThat(later.of("node-1").orElseThrow().password()).isEqualTo(password);
    assertThat(later.of("node-2")).isEmpty();
  }

  @Test
  void countsPortsUpFromTheOneInTheFile() {
    BmcBook book = book();
    book.follow(rack(3, "{port: 6230}"));
    assertThat(book.of("node-1").orElseThrow().port()).isEqualTo(6230);
    assertThat(book.of("node-3").orElseThrow().port()).isEqualTo(6232);
  }

  @Test
  void givesEachNodeAnAddressOfItsOwn() {
    BmcBook book = book();
    book.follow(rack(2, "{address: per-node, ip: 127.0.7.1, port: 6230}"));
    assertThat(book.of("node-1").orElseThrow().host()).isEqualTo("127.0.7.1");
    assertThat(book.of("node-2").orElseThrow().host()).isEqualTo("127.0.7.2");
    assertThat(book.of("node-2").orElseThrow().port()).isEqualTo(6230);
  }

  @Test
  void takesTheCredentialsOfTheFile() {
    BmcBook book = book();
    book.follow(rack(1, "{credentials: {user: root, password: !secret PASSWORD}}"));
    assertThat(book.of("node-1").orElseThrow().username()).isEqualTo("root");
    assertThat(book.of("node-1").orElseThrow().password()).isEqualTo("correct horse");
  }

  @Test
  void isReadableByItsOwnerOnly() throws IOException {
    book().follow(rack(1, "{}"));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("bmcs.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void saysWhatToDoWithADamagedFile() throws IOException {
    Files.writeString(directory.resolve("bmcs.json"), "{\"node-1\": ");
    assertThatThrownBy(this::book)
        .isInstanceOf(RackException.class)
        .hasMessageContaining("remove it");
  }

  @Test
  void doesNotShowPasswords() {
    assertThat(new BmcAccess("127.0.0.1", 623, "admin", "hunter2").toString())
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"node-1\": hunter2}", "{\"node-1\": {\"port\": \"hunter2\"}}"})
  void quotesNothingOfAFileThatIsDamaged(String content) throws IOException {
    Files.writeString(directory.resolve("bmcs.json"), content);
    Files.writeString(directory.resolve("redfish.json"), content);

    assertThatThrownBy(this::book)
        .isInstanceOf(RackException.class)
        .hasMessageContaining("remove it and new ones are made")
        .satisfies(e -> assertThat(everythingOf(e)).doesNotContain("hunter2"));
    assertThatThrownBy(() -> new RedfishBook(directory.resolve("redfish.json"), new Random(1)))
        .isInstanceOf(RackException.class)
        .hasMessageContaining("remove it and new ones are made")
        .satisfies(e -> assertThat(everythingOf(e)).doesNotContain("hunter2"));
  }

  private static String everythingOf(Throwable failure) {
    StringWriter out = new StringWriter();
    failure.printStackTrace(new PrintWriter(out));
    return out.toString();
  }
}
