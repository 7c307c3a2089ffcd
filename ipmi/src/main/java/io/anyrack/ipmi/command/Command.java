package io.anyrack.ipmi.command;

import io.anyrack.ipmi.message.Request;
import io.anyrack.ipmi.message.Response;

/** What one command does. It does not block. */
@FunctionalInterface
interface Command {
  /** Does it and answers; the length of the request data was checked. */
  Response execute(Request request, Caller caller);
}
