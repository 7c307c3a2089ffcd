/** Volumes (Cinder v3). */
@NullMarked
package io.anyrack.openstack.cinder;

import org.jspecify.annotations.NullMarked;
