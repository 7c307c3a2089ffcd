/** Servers (Nova 2.1 and its microversions). */
@NullMarked
package io.anyrack.openstack.nova;

import org.jspecify.annotations.NullMarked;
