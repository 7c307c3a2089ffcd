package io.anyrack.rack.node;

import java.time.Instant;

/**
 * One line of a node's event log: the source of the SEL, of Redfish's log and of {@code anyrack
 * log}.
 *
 * @param id 1 and up, never used twice in a log
 * @param time when it happened
 * @param kind what happened
 * @param message for people
 * @param origin who caused it
 */
public record Event(long id, Instant time, Kind kind, String message, String origin) {
  /** What can happen to a node. */
  public enum Kind {
    /** A command was handed in; the message has the answer. */
    COMMAND,
    /** The machine got power. */
    POWER_ON,
    /** The machine lost power. */
    POWER_OFF,
    /** The machine was reset, by command or by its guest. */
    RESET,
    /** The machine's processors stand still. */
    PAUSE,
    /** They go on. */
    RESUME,
    /** A boot override was set, used up or taken back. */
    BOOT,
    /** Virtual media was inserted or ejected. */
    MEDIA,
    /** Something failed. */
    FAULT,
    /** The service attached to the node or went on after an interruption. */
    SERVICE,
    /** A login or its refusal. */
    SESSION,
    /** A step of a boot from the network. */
    NETBOOT,
    /** Address sync changed a port, or could not. */
    SYNC,
    /** An event of the IPMI kind, from a watchdog or a client; the message ends with its octets. */
    PLATFORM
  }
}
