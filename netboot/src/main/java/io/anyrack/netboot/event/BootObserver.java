package io.anyrack.netboot.event;

/**
 * Is told of every step of every boot, on the thread that takes the step: must be thread-safe and
 * must not block.
 */
@FunctionalInterface
public interface BootObserver {
  /** Something happened. */
  void happened(BootEvent event);
}
