/** All services of one project. */
@NullMarked
package io.anyrack.openstack.project;

import org.jspecify.annotations.NullMarked;
