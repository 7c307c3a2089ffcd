/** Serial over LAN (IPMI 2.0 §15). */
@NullMarked
package io.anyrack.ipmi.sol;

import org.jspecify.annotations.NullMarked;
