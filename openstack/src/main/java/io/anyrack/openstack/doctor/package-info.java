/** What a project can do for a rack: asked and tried, and taken away again. */
@NullMarked
package io.anyrack.openstack.doctor;

import org.jspecify.annotations.NullMarked;
