/** What has to change so that a rack is as its file says. */
@NullMarked
package io.anyrack.rack.plan;

import org.jspecify.annotations.NullMarked;
