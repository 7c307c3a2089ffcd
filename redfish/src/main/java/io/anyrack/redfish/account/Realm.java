package io.anyrack.redfish.account;

import io.anyrack.rack.account.Accounts;
import java.util.Optional;

/**
 * Accounts, and what whoever has one of them sees.
 *
 * @param node the only node; empty: all
 * @param accounts who may log in
 */
public record Realm(Optional<String> node, Accounts accounts) {}
