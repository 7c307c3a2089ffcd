package io.anyrack.openstack.resource;

/**
 * A boot medium that racks share: an image with iPXE, known by what it is.
 *
 * @param name unique among media, such as {@code ipxe-bios-cd}; a new content has a new name
 * @param sizeGib what a volume made from it needs
 */
public record Medium(String name, int sizeGib) {}
