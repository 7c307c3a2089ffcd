package io.anyrack.service.bmc;

/**
 * How a node's BMC is reached.
 *
 * @param host the address where it listens
 * @param port the UDP port of IPMI; 0: not chosen yet
 * @param username who may log in
 * @param password with what
 */
public record BmcAccess(String host, int port, String username, String password) {
  /** The same as somebody reaches it at {@code host}. */
  public BmcAccess at(String host) {
    return new BmcAccess(host, port, username, password);
  }

  /** The same with the port that was chosen. */
  public BmcAccess withPort(int port) {
    return new BmcAccess(host, port, username, password);
  }

  /** The same for another user. */
  public BmcAccess withUser(String username, String password) {
    return new BmcAccess(host, port, username, password);
  }

  @Override
  public String toString() {
    return username + "@" + host + ":" + port;
  }
}
