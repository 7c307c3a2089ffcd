/** Which resource belongs to which rack. */
@NullMarked
package io.anyrack.openstack.tag;

import org.jspecify.annotations.NullMarked;
