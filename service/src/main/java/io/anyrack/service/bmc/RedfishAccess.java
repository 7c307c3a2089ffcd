package io.anyrack.service.bmc;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How Redfish is reached.
 *
 * @param url the root that has the node alone
 * @param rackUrl the root that has all nodes
 * @param username who may log in to that and see all
 * @param password with what
 * @param authority the certificate (PEM) that vouches for both; empty: they are in the clear
 */
public record RedfishAccess(
    String url, String rackUrl, String username, String password, Optional<Path> authority) {
  @Override
  public String toString() {
    return url;
  }
}
