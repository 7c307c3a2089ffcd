package io.anyrack.fakestack.nova;

import java.time.Instant;
import java.util.List;

/**
 * A guest's start.
 *
 * @param serverId which server
 * @param uefi whether its firmware is UEFI
 * @param rescue whether it started for a rescue
 * @param media what the firmware finds, in its boot order; the rescue image first
 * @param at when
 */
public record Boot(String serverId, boolean uefi, boolean rescue, List<Medium> media, Instant at) {
  public Boot {
    media = List.copyOf(media);
  }
}
