/** Identity (Keystone v3): tokens, the catalogue, application credentials. */
@NullMarked
package io.anyrack.openstack.keystone;

import org.jspecify.annotations.NullMarked;
