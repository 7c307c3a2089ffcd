/** The BMC's LAN channel: datagrams in, datagrams out. */
@NullMarked
package io.anyrack.ipmi.lan;

import org.jspecify.annotations.NullMarked;
