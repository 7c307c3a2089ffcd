package io.anyrack.rack.file;

import java.nio.file.Path;

/**
 * What every reader of a part of the file needs.
 *
 * @param problems where problems go
 * @param surroundings what the file refers to
 * @param directory the file's own directory: relative paths start there
 * @param limits how much the file may ask
 */
record Context(Problems problems, Surroundings surroundings, Path directory, Limits limits) {}
