/** The service of a rack on a server of its project: brought there over SSH, and talked to. */
@NullMarked
package io.anyrack.cli.remote;

import org.jspecify.annotations.NullMarked;
