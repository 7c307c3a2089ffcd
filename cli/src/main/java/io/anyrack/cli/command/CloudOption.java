package io.anyrack.cli.command;

import io.anyrack.rack.model.CloudSpec;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which OpenStack cloud is meant, where the rack file does not say it or is not there. */
final class CloudOption {
  private static final String IMAGE_PREFIX = "anyrack";

  @Option(
      names = "--os-cloud",
      paramLabel = "CLOUD",
      description = "the entry of clouds.yaml, in place of the rack file's and of OS_CLOUD")
  private Optional<String> name = Optional.empty();

  /** The name, if one was given. */
  Optional<String> name() {
    return name;
  }

  /** The cloud of this name, or of the environment. */
  CloudSpec.Openstack spec() {
    return new CloudSpec.Openstack(name, Optional.empty(), Optional.empty(), IMAGE_PREFIX);
  }
}
