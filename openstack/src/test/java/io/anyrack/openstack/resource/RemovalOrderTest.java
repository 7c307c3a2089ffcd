package io.anyrack.openstack.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.openstack.cinder.Volume;
import io.anyrack.openstack.nova.Server;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemovalOrderTest {
  private static Removal server(String id, List<String> volumes) {
    Server server =
        new Server(
            id,
            "box",
            "REBUILD",
            Optional.of("rebuilding"),
            "active",
            1,
            false,
            "",
            Optional.empty(),
            "small",
            Optional.empty(),
            List.of(),
            Map.of(),
            List.of(),
            volumes,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Removal(new Owned<>(ServerPart.key(id), "node", id, true, server));
  }

  private static Removal volume(String id, String status, List<String> servers) {
    Volume volume =
        new Volume(
            id,
            id,
            "",
            status,
            1,
            "standard",
            Optional.empty(),
            servers,
            Map.of(),
            Optional.empty());
    return new Removal(new Owned<>(VolumePart.key("box", id), "node", id, true, volume));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "both know, in-use, s1, v1, remove server s1",
    "only Cinder knows, in-use, s1, '', remove server s1",
    "only Nova knows while it rebuilds the server, reserved, '', v1, remove server s1",
    "it is another's, in-use, s2, v2, ''",
  })
  void aVolumeGoesAfterTheServerThatHasIt(
      String why, String status, String holder, String held, String after) {
    Removal volume = volume("v1", status, list(holder));
    RemovalOrder order = new RemovalOrder(List.of(volume, server("s1", list(held))));

    assertThat(order.after(volume)).as(why).containsExactlyElementsOf(list(after));
  }

  private static List<String> list(String value) {
    return value.isEmpty() ? List.of() : List.of(value);
  }
}
