package io.anyrack.local.bridge;

import io.anyrack.local.ethernet.Frame;

/**
 * The gateway as one guest sees it. {@link #receive} and {@link #flush} are called on the thread
 * that reads the guest's frames; everything on it must be short.
 */
public interface Uplink {
  /** A frame for the gateway's MAC or for a group; valid until this returns. */
  void receive(Frame frame);

  /** No more frames for now: what was held back to be answered together is answered. */
  void flush();

  /** The guest's queue has room again after it had none. */
  void resume();

  /** The guest is gone: what it had open ends. */
  void linkDown();

  /** Makes uplinks for the ports of one switch. */
  interface Factory {
    /** The gateway for the guest behind {@code port}. */
    Uplink attach(GuestPort port);
  }
}
