/** What installers leave in files: static lists, dnsmasq's hosts and leases. */
@NullMarked
package io.anyrack.netsync.source;

import org.jspecify.annotations.NullMarked;
