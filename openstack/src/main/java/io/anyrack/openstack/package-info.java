/** Racks in a project of an OpenStack cloud, as its ordinary member. */
@NullMarked
package io.anyrack.openstack;

import org.jspecify.annotations.NullMarked;
