/** What a BMC is told about itself: its node, its accounts, its addresses. */
@NullMarked
package io.anyrack.ipmi.bmc;

import org.jspecify.annotations.NullMarked;
