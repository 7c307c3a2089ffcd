/** The DMTF schemas that are spoken, in which version, and documents of them. */
@NullMarked
package io.anyrack.redfish.schema;

import org.jspecify.annotations.NullMarked;
