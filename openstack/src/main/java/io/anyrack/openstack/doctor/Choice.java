package io.anyrack.openstack.doctor;

/**
 * What would be chosen for a part of the rack.
 *
 * @param subject for what, such as {@code node control-0} or {@code network provision}
 * @param what what is chosen, such as {@code boot method}
 * @param chosen which one
 * @param because why, and why no other
 */
public record Choice(String subject, String what, String chosen, String because) {}
