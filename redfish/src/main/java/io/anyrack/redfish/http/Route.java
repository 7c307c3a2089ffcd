package io.anyrack.redfish.http;

import io.anyrack.redfish.account.Privilege;
import java.util.Optional;

/**
 * What answers a method at a place.
 *
 * @param needed the privilege; empty: open to all
 * @param handler gives the answer
 * @param takesFiles whether the body may be of the type multipart/form-data
 */
public record Route(Optional<Privilege> needed, Handler handler, boolean takesFiles) {}
