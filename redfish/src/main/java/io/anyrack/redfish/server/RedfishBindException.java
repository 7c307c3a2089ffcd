package io.anyrack.redfish.server;

import io.anyrack.rack.RackException;
import java.net.InetSocketAddress;

/** A port could not be had; the message is for the user. */
public class RedfishBindException extends RackException {
  private static final long serialVersionUID = 1;

  /** The address and what was said about it. */
  public RedfishBindException(InetSocketAddress address, Throwable cause) {
    super(
        "Redfish cannot listen on %s:%d: %s; choose another bmc.redfish.port, or none"
            .formatted(
                address.getAddress().getHostAddress(), address.getPort(), cause.getMessage()),
        cause);
  }
}
