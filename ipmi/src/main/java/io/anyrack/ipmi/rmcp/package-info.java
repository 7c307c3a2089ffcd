/** RMCP and ASF presence (ASF 2.0 §3.2; IPMI 2.0 §13.1): octets in, records out. */
@NullMarked
package io.anyrack.ipmi.rmcp;

import org.jspecify.annotations.NullMarked;
