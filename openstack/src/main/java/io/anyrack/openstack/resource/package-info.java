/** What a rack needs in a project: compared with what is there, made, changed, destroyed. */
@NullMarked
package io.anyrack.openstack.resource;

import org.jspecify.annotations.NullMarked;
