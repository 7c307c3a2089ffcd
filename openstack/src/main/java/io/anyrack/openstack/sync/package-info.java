/** Address sync on OpenStack: the ports of a rack's nodes, and what an installer's Neutron says. */
@NullMarked
package io.anyrack.openstack.sync;

import org.jspecify.annotations.NullMarked;
