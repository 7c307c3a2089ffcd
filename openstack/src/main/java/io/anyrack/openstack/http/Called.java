package io.anyrack.openstack.http;

import java.time.Duration;

/**
 * One HTTP request that was sent, and what came of it.
 *
 * @param service the service's type, such as {@code compute}
 * @param method the HTTP method
 * @param template the path with names in place of ids, such as {@code servers/{id}/action}
 * @param status the answer's status; 0: no answer came
 * @param took from sending to the answer's last octet
 */
public record Called(String service, String method, String template, int status, Duration took) {}
