package io.anyrack.redfish.http;

import io.anyrack.rack.node.Origin;
import io.anyrack.redfish.account.Identity;
import java.util.List;

/**
 * A request that found its route and may go on.
 *
 * @param request as it came
 * @param args the path's variable parts, in order
 * @param identity who asks; for routes that are open to all it is nobody's
 */
public record Call(Request request, List<String> args, Identity identity) {
  /** Copies the list. */
  public Call {
    args = List.copyOf(args);
  }

  /** A variable part of the path. */
  public String arg(int index) {
    return args.get(index);
  }

  /** The path without a slash at its end. */
  public String path() {
    String path = request.path();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** For the event log. */
  public Origin origin() {
    return new Origin(
        "redfish", identity.username() + "@" + request.source() + ":" + request.peer().getPort());
  }

  /** The body as a JSON object whose members are properties. */
  public Fields properties() {
    return Fields.properties(request);
  }

  /** The body as a JSON object whose members are parameters of an action. */
  public Fields parameters(String action) {
    return Fields.parameters(request, action);
  }
}
