/** Who may do what: accounts, roles, sessions, and the limit on failed logins. */
@NullMarked
package io.anyrack.redfish.account;

import org.jspecify.annotations.NullMarked;
