package io.anyrack.fakestack.http;

/**
 * A call as a fault sees it.
 *
 * @param service its type, e.g. {@code compute}
 * @param path as that service sees it, without the query
 */
public record Request(String service, String method, String path) {}
