/** The BMCs of a rack: where they listen and who may log in. */
@NullMarked
package io.anyrack.service.bmc;

import org.jspecify.annotations.NullMarked;
