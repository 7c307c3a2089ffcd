package io.anyrack.openstack.keystone;

import io.anyrack.openstack.http.Fields;

/**
 * One call an application credential may be used for.
 *
 * @param service the service's type, such as {@code compute}
 * @param method the HTTP method
 * @param path such as {@code /v2.1/servers/*}; {@code *} is one part, {@code **} any number
 */
public record AccessRule(String service, String method, String path) {
  static AccessRule read(Fields rule) {
    return new AccessRule(rule.text("service"), rule.text("method"), rule.text("path"));
  }
}
