package io.anyrack.openstack.nova;

import io.anyrack.openstack.http.Fields;

/**
 * An SSH key of the user.
 *
 * @param name unique for the user
 * @param fingerprint MD5, in hexadecimal with colons
 * @param publicKey one line
 */
public record Keypair(String name, String fingerprint, String publicKey) {
  static Keypair read(Fields keypair) {
    return new Keypair(
        keypair.text("name"), keypair.text("fingerprint"), keypair.text("public_key"));
  }
}
