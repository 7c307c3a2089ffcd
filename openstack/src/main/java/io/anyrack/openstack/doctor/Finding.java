package io.anyrack.openstack.doctor;

import io.anyrack.rack.cloud.Probe.Severity;

/**
 * One fact of a project.
 *
 * @param severity what it means for the rack, in a word
 * @param subject what was looked at, such as {@code port security}
 * @param found what is so
 * @param meaning what that means for a rack and, for a problem, what to do
 */
public record Finding(Severity severity, String subject, String found, String meaning) {}
