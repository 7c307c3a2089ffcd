package io.anyrack.netboot.metadata;

import java.util.ArrayList;
import java.util.List;

/**
 * An SSH public key.
 *
 * @param name how clients list it: one word
 * @param key the key in the form of {@code authorized_keys}
 */
record PublicKey(String name, String key) {
  /** Names each key by its comment, or by its place where it has none. */
  static List<PublicKey> list(List<String> keys) {
    List<PublicKey> list = new ArrayList<>();
    for (String key : keys) {
      String[] words = key.strip().split("\\s+", 3);
      String name = words.length == 3 ? words[2] : "key-" + list.size();
      list.add(new PublicKey(name.replaceAll("[^A-Za-z0-9@._-]", "-"), key.strip()));
    }
    return List.copyOf(list);
  }
}
