package io.anyrack.local.bridge;

import io.anyrack.rack.address.IpAddress;
import io.anyrack.rack.address.MacAddress;

/** Is told which addresses guests say are theirs. Thread-safe; must not block. */
public interface Claims {
  /** Nobody wants to know. */
  Claims UNHEARD =
      new Claims() {
        @Override
        public boolean isHeard() {
          return false;
        }

        @Override
        public void claimed(MacAddress mac, IpAddress address) {}
      };

  /** Whether anybody wants to know. */
  boolean isHeard();

  /**
   * A guest said so, whether its guard let it pass or not.
   *
   * @param mac its port's own
   */
  void claimed(MacAddress mac, IpAddress address);
}
