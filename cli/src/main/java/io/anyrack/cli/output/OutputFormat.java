package io.anyrack.cli.output;

/** How data is printed. */
public enum OutputFormat {
  /** Columns for people. */
  table,
  /** JSON for programs. */
  json,
  /** YAML for both. */
  yaml,
  /** One ipmitool command line a node. */
  ipmitool
}
