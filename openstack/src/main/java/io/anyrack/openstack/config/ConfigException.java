package io.anyrack.openstack.config;

import io.anyrack.rack.cloud.CloudException;

/** What the user says about a cloud makes no sense; the message says where and what to do. */
public final class ConfigException extends CloudException {
  private static final long serialVersionUID = 1;

  /** A complaint. */
  public ConfigException(String message) {
    super(message);
  }

  /** A complaint with its cause. */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
