/** Networks (Neutron v2.0). */
@NullMarked
package io.anyrack.openstack.neutron;

import org.jspecify.annotations.NullMarked;
