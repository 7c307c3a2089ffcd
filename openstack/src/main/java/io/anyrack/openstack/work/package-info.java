/** Steps that depend on each other, in parallel. */
@NullMarked
package io.anyrack.openstack.work;

import org.jspecify.annotations.NullMarked;
