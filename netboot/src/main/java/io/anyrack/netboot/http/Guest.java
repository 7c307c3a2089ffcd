package io.anyrack.netboot.http;

import io.anyrack.rack.address.Endpoint;
import io.anyrack.rack.net.Attachment;

/**
 * Who is at the other end of a connection.
 *
 * @param attachment the guest's port
 * @param destination where the guest thinks it is connected to
 */
record Guest(Attachment attachment, Endpoint destination) {}
