package io.anyrack.fakestack.world;

/**
 * What an application credential may call.
 *
 * @param id Keystone's identifier of the rule
 * @param service the service's type
 * @param method of HTTP
 * @param path with {@code *} for one segment, {@code {name}} too, and {@code **} for any
 */
public record AccessRule(String id, String service, String method, String path) {
  /** Whether this rule covers a call; the path as that service sees it. */
  public boolean covers(String calledService, String calledMethod, String calledPath) {
    return service.equals(calledService)
        && method.equals(calledMethod)
        && calledPath.matches(pattern());
  }

  private String pattern() {
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < path.length(); at++) {
      if (path.startsWith("**", at)) {
        regex.append(".*");
        at++;
      } else if (path.charAt(at) == '*') {
        regex.append("[^/]+");
      } else if (path.charAt(at) == '{' && path.indexOf('}', at) > 0) {
        regex.append("[^/]+");
        at = path.indexOf('}', at);
      } else {
        regex.append(java.util.regex.Pattern.quote(path.substring(at, at + 1)));
      }
    }
    return regex.toString();
  }
}
