/** How a cloud is found and who asks: {@code clouds.yaml}, {@code OS_*}. */
@NullMarked
package io.anyrack.openstack.config;

import org.jspecify.annotations.NullMarked;
