/** Nodes as servers of Nova: what they are made of, how they boot, what is done to them. */
@NullMarked
package io.anyrack.openstack.machine;

import org.jspecify.annotations.NullMarked;
