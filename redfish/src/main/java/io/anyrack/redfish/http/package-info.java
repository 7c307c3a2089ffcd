/** Requests and answers without a server: routes, bodies and query options (DSP0266 §6, §7). */
@NullMarked
package io.anyrack.redfish.http;

import org.jspecify.annotations.NullMarked;
