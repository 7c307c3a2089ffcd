package io.anyrack.fakestack.http;

/**
 * One service of the cloud.
 *
 * @param type as in the catalogue and in access rules
 * @param prefix of its paths on the server, e.g. {@code /compute}
 * @param routes what it answers
 * @param open calls that need no token: a prefix of paths, empty for none
 */
public record Service(String type, String prefix, Routes routes, java.util.Set<String> open) {
  public Service {
    open = java.util.Set.copyOf(open);
  }
}
