/** Servers, flavors, keypairs, and the hypervisor that tests can play with. */
@NullMarked
package io.anyrack.fakestack.nova;

import org.jspecify.annotations.NullMarked;
