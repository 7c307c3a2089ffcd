package io.anyrack.cli.remote;

import io.anyrack.openstack.config.CloudConfig;
import io.anyrack.openstack.keystone.ApplicationCredential;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** A {@code clouds.yaml} with one cloud and an application credential. */
final class CloudsYaml {
  private CloudsYaml() {}

  /**
   * The file. It is a secret.
   *
   * @param name what the entry is called
   * @param config the cloud
   * @param credential with its secret
   * @param cacert where the cloud's certificates are on the server, if the configuration has some
   */
  static String of(
      String name, CloudConfig config, ApplicationCredential credential, String cacert) {
    Map<String, Object> auth = new LinkedHashMap<>();
    auth.put("auth_url", config.authUrl().toString());
    auth.put("application_credential_id", credential.id());
    auth.put("application_credential_secret", credential.secret().orElseThrow().reveal());
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("auth_type", "v3applicationcredential");
    entry.put("auth", auth);
    config.region().ifPresent(region -> entry.put("region_name", region));
    entry.put("interface", config.face());
    entry.put("verify", config.verify());
    config.cacert().ifPresent(_ -> entry.put("cacert", cacert));
    config
        .endpoints()
        .forEach((type, url) -> entry.put(type.replace('-', '_') + "_endpoint_override", url));
    return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
        .dumpToString(Map.of("clouds", Map.of(name, entry)));
  }
}
