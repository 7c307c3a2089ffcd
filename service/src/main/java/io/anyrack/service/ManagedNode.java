package io.anyrack.service;

import static java.lang.System.Logger.Level.WARNING;

import io.anyrack.rack.account.Account;
import io.anyrack.rack.account.Accounts;
import io.anyrack.rack.model.BmcSpec;
import io.anyrack.rack.model.Secret;
import io.anyrack.rack.node.MachineNode;
import io.anyrack.service.bmc.BmcAccess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A node with its doors.
 *
 * @param node the node
 * @param access how its BMC is reached, with the rack file's user as the rack file has it
 * @param softOffAfter what its BMC does with a soft power-off
 * @param redfishSpec how its BMC was to be served over Redfish
 * @param doors closed before the node
 * @param redfish its door for Redfish, closed with them
 * @param accounts who may log in by any of them
 * @param fault why the doors could not be opened
 */
record ManagedNode(
    MachineNode node,
    BmcAccess access,
    Optional<Duration> softOffAfter,
    Optional<BmcSpec.Redfish> redfishSpec,
    List<? extends AutoCloseable> doors,
    Optional<RedfishDoors.Door> redfish,
    Accounts accounts,
    Optional<String> fault)
    implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ManagedNode.class.getName());

  ManagedNode {
    doors = List.copyOf(doors);
  }

  /** Whether these doors are the ones that {@code wanted} and {@code spec} ask for. */
  boolean serves(BmcAccess wanted, BmcSpec spec) {
    return fault.isEmpty()
        && access.equals(wanted)
        && softOffAfter.equals(spec.softOffAfter())
        && redfishSpec.equals(spec.redfish());
  }

  /** How its BMC is reached now: a client may have changed the rack file's user. */
  BmcAccess presentAccess() {
    Account first = accounts.first();
    String password = first.password().map(Secret::reveal).orElse(access.password());
    return access.withUser(first.name(), password);
  }

  /** Closes the doors and lets go of the machine. */
  @Override
  public void close() {
    close(node.name(), redfish.stream().toList());
    close(node.name(), doors);
    node.close();
  }

  static void close(String node, List<? extends AutoCloseable> doors) {
    for (AutoCloseable door : doors) {
      try {
        door.close();
      } catch (Exception e) {
        LOG.log(WARNING, "closing a door of " + node + ": " + e.getMessage());
      }
    }
  }
}
