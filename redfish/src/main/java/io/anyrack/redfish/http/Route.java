package io.anyrack.redfish.http;

import io.anyrack.redfish.account.Privilege;
import java.util.Optional;

/**
 * What answers a method at a place.
 *
 * @param needed the privilege; empty: open to all
 * @param handler gives the answer
 */
public record Route(Optional<Privilege> needed, Handler handler) {}
