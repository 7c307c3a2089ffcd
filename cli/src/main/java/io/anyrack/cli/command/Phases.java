package io.anyrack.cli.command;

import io.anyrack.cli.host.Host;
import io.anyrack.cli.site.CloudAccess;
import io.anyrack.cli.site.Sites;
import io.anyrack.rack.RackException;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.Rack;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.state.StateDirectory;
import java.util.List;

/** Puts nodes into a phase of their installation: first the service, then the cloud's ports. */
record Phases(Host host, StateDirectory state, ControlClient service) {
  /** A phase as it is written. */
  enum Word {
    /** {@link Phase#INSPECT}. */
    inspect(Phase.INSPECT),
    /** {@link Phase#DEPLOY}. */
    deploy(Phase.DEPLOY),
    /** {@link Phase#LOCAL}. */
    local(Phase.LOCAL);

    private final Phase phase;

    Word(Phase phase) {
      this.phase = phase;
    }
  }

  /** 0, or 1 if one of the nodes failed. */
  int put(List<String> nodes, Word word) {
    Rack rack =
        Wanted.applied(state)
            .orElseThrow(() -> new RackException("the rack is not up here; `anyrack up` makes it"));
    return EachNode.of(nodes, host.terminal())
        .run(
            node -> {
              service.call(
                  ControlClient.request("phase").put("node", node).put("phase", word.name()));
              int ports =
                  Sites.putIntoPhase(
                      CloudAccess.of(host, state), rack, rack.node(node).orElseThrow(), word.phase);
              return word.name() + (ports == 0 ? "" : ", " + ports + " port(s) changed");
            });
  }
}
