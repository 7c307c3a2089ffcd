package io.anyrack.fakestack.nova;

/**
 * A disk or CD-ROM of a server.
 *
 * @param source what is on it: {@code image}, {@code volume} or {@code blank}
 * @param id of the image or the volume; empty for a blank local disk
 * @param deviceType {@code disk} or {@code cdrom}
 * @param bus e.g. {@code virtio}, {@code ide}
 * @param bootIndex below 0 if it is never booted from
 */
public record Medium(String source, String id, String deviceType, String bus, int bootIndex) {}
