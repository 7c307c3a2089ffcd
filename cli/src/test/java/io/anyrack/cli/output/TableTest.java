package io.anyrack.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void makesColumnsAsWideAsTheirWidestCell() {
    assertThat(new Table("NAME", "POWER").row("node-1", "on").row("n", "off").toString())
        .isEqualTo(
            """
            NAME    POWER
            node-1  on
            n       off
            """);
  }
}
