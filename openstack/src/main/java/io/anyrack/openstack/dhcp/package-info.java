/** What the cloud's DHCP tells clients of a rack: to single ports, and to all of a subnet. */
@NullMarked
package io.anyrack.openstack.dhcp;

import org.jspecify.annotations.NullMarked;
