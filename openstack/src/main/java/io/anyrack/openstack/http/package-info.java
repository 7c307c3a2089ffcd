/** HTTP towards one cloud: retries, authentication, paging, errors, and what calls took. */
@NullMarked
package io.anyrack.openstack.http;

import org.jspecify.annotations.NullMarked;
