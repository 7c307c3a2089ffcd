/** The IPMI 2.0 front door of a node. */
@NullMarked
package io.anyrack.ipmi;

import org.jspecify.annotations.NullMarked;
