/** What answers on 169.254.169.254: EC2 and OpenStack metadata. */
@NullMarked
package io.anyrack.netboot.metadata;

import org.jspecify.annotations.NullMarked;
