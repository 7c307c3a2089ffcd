package io.anyrack.openstack.resource;

import java.util.Optional;

/**
 * What has to be done with a part.
 *
 * @param <T> how the cloud tells it
 * @param part which
 * @param found what is there of it
 * @param verdict what has to be done
 */
record Decision<T>(Part<T> part, Optional<Owned<T>> found, Verdict verdict) {

  /** Does it. */
  void carryOut(Scene scene) {
    switch (verdict) {
      case Verdict.Same() -> {}
      case Verdict.Make _, Verdict.Replace _ -> scene.ids().put(part.key(), part.make(scene));
      case Verdict.Change(_, Runnable action) -> action.run();
    }
  }
}
