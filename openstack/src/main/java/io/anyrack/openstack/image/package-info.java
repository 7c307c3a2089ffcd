/** Boot media: iPXE made into ISO and disk images, kept in the image service, shared by racks. */
@NullMarked
package io.anyrack.openstack.image;

import org.jspecify.annotations.NullMarked;
