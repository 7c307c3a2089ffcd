/** RMCP+: packets, session setup and cryptography (IPMI 2.0 §13.6 and §13.17 to §13.32). */
@NullMarked
package io.anyrack.ipmi.rmcpplus;

import org.jspecify.annotations.NullMarked;
