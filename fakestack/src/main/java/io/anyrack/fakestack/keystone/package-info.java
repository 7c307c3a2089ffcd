/** Identity: tokens, catalogue, application credentials. */
@NullMarked
package io.anyrack.fakestack.keystone;

import org.jspecify.annotations.NullMarked;
