/** Who may log in to a BMC, by whatever door. */
@NullMarked
package io.anyrack.rack.account;

import org.jspecify.annotations.NullMarked;
