package io.anyrack.service.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.rack.RackException;
import io.anyrack.rack.model.Rack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RackStoreTest {
  @TempDir Path directory;
  private StateDirectory state;
  private RackStore store;

  @BeforeEach
  void create() {
    state = new StateDirectory(directory.resolve("lab"));
    state.create();
    store = new RackStore(state);
  }

  private static Rack rack(String secret, String value) {
    return RackStore.parse(
        """
        rack: lab
        cloud: local
        nodes: 2
        bmc: { credentials: { user: root, password: !secret %s } }
        """
            .formatted(secret),
        Map.of(secret, value));
  }

  @Test
  void readsBackWhatItKeeps() throws IOException {
    store.keep(rack("OLD", "correct horse"));

    assertThat(new RackStore(state).rack()).contains(rack("OLD", "correct horse"));
    assertThat(RackStore.secrets(store.rack().orElseThrow()))
        .isEqualTo(Map.of("OLD", "correct horse"));
    assertThat(Files.readString(state.rackFile())).doesNotContain("correct horse");
    for (Path file : new Path[] {state.rackFile(), state.secrets()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aKeepThatIsInterruptedLeavesTheRackBefore() throws IOException {
    store.keep(rack("OLD", "correct horse"));
    Path blocked = directory.resolve("lab/rack.yaml.next");
    Files.createDirectory(blocked);

    assertThatThrownBy(() -> store.keep(rack("NEW", "battery staple")))
        .isInstanceOf(RackException.class);

    assertThat(store.rack()).contains(rack("OLD", "correct horse"));
    Files.delete(blocked);
    store.keep(rack("NEW", "battery staple"));
    assertThat(Files.readString(state.secrets())).isEqualTo("{\"NEW\":\"battery staple\"}");
  }

  @Test
  void forgets() {
    store.keep(rack("OLD", "correct horse"));
    store.forget();

    assertThat(store.rack()).isEmpty();
    assertThat(Files.exists(state.secrets())).isFalse();
  }

  @Test
  void saysWhatItCannotRead() throws IOException {
    Files.writeString(state.rackFile(), "rack: [");

    assertThatThrownBy(store::rack)
        .isInstanceOf(RackException.class)
        .hasMessageContaining("the rack that was kept cannot be read");
  }
}
