/** Networks, subnets, ports, routers, security groups, floating addresses. */
@NullMarked
package io.anyrack.fakestack.neutron;

import org.jspecify.annotations.NullMarked;
