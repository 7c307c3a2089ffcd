/** IPMI messages and their IPMI 1.5 wrapping (IPMI 2.0 §13.6, §13.8). */
@NullMarked
package io.anyrack.ipmi.message;

import org.jspecify.annotations.NullMarked;
