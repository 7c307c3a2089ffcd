/** The long-running process of a rack. */
@NullMarked
package io.anyrack.service;

import org.jspecify.annotations.NullMarked;
