/** What is fetched from the web for nodes. */
@NullMarked
package io.anyrack.rack.web;

import org.jspecify.annotations.NullMarked;
