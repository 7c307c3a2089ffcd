package io.anyrack.openstack.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.openstack.nova.Server;
import io.anyrack.openstack.tag.RackTags;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RackServersTest {
  private static final RackTags TAGS = new RackTags("lab");

  private final List<Runnable> meanwhile = new ArrayList<>();
  private final RackServers servers = new RackServers(this::answer);

  /** A list that Nova made before what happens until it arrives. */
  private List<Server> answer() {
    List<Server> list = List.of(server("node-1", "SHUTOFF"), server("node-2", "SHUTOFF"));
    meanwhile.forEach(Runnable::run);
    return list;
  }

  private static Server server(String node, String status) {
    return ServerExample.in(status).tagged(TAGS.tags("node", node));
  }

  private String known(String node) {
    return servers.known(node).map(Server::status).orElse("not known");
  }

  @Test
  void aListDoesNotHideWhatWasSeenSinceItWasAskedFor() {
    servers.saw("node-2", server("node-2", "ERROR"));
    meanwhile.add(() -> servers.saw("node-1", server("node-1", "ACTIVE")));

    assertThat(servers.list()).containsEntry("node-1", server("node-1", "ACTIVE"));
    assertThat(known("node-1")).isEqualTo("ACTIVE");
    assertThat(known("node-2")).as("seen before the list was asked for").isEqualTo("SHUTOFF");

    meanwhile.clear();
    servers.list();
    assertThat(known("node-1")).as("with the next list").isEqualTo("SHUTOFF");
  }

  @Test
  void whatIsForgottenIsAskedForAgain() {
    servers.list();
    servers.forget("node-1");

    assertThat(known("node-1")).isEqualTo("not known");
    assertThat(servers.recall("node-1")).isPresent();
  }
}
