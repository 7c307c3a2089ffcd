package io.anyrack.cli.verify;

/**
 * A line of the table.
 *
 * @param check what was looked at
 * @param subject of what
 * @param verdict what came of it
 */
public record Row(String check, String subject, Verdict verdict) {}
