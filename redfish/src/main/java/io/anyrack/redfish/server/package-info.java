/**
 * TCP, TLS and HTTP below the Redfish services: the only classes that know sockets and the HTTP
 * library.
 */
@NullMarked
package io.anyrack.redfish.server;

import org.jspecify.annotations.NullMarked;
