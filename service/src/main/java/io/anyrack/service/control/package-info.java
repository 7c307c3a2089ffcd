/** The way from the command line to a rack's service: JSON lines over a unix socket. */
@NullMarked
package io.anyrack.service.control;

import org.jspecify.annotations.NullMarked;
