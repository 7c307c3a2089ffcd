/** What ports shall have, and in which order they get it: rules without side effects. */
@NullMarked
package io.anyrack.netsync.rule;

import org.jspecify.annotations.NullMarked;
