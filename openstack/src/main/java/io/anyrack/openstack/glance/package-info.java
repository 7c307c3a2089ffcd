/** Images (Glance v2). */
@NullMarked
package io.anyrack.openstack.glance;

import org.jspecify.annotations.NullMarked;
