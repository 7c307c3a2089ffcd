/** What the service says in words: messages of the Base registry, and the errors made of them. */
@NullMarked
package io.anyrack.redfish.message;

import org.jspecify.annotations.NullMarked;
