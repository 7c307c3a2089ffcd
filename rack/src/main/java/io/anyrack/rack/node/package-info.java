/** The node: its commands, its states, its journal and its event log. */
@NullMarked
package io.anyrack.rack.node;

import org.jspecify.annotations.NullMarked;
