package io.anyrack.cli.verify;

import io.anyrack.cli.output.Table;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the acceptance checks of a rack found, for people and for programs. */
public final class VerifyText {
  private VerifyText() {}

  /** Whether nothing failed. */
  public static boolean isGood(List<Row> rows) {
    return rows.stream().noneMatch(row -> row.verdict() instanceof Verdict.Fail);
  }

  /** A table. */
  public static String table(List<Row> rows) {
    Table table = new Table("", "CHECK", "OF", "FOUND", "REMEDY");
    for (Row row : rows) {
      String word = word(row.verdict());
      table.row(
          word.equals("fail") ? "FAIL" : word,
          row.check(),
          row.subject(),
          row.verdict().found(),
          row.verdict().remedy());
    }
    return table.toString();
  }

  /** The same as data. */
  public static JsonNode data(List<Row> rows) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("good", isGood(rows));
    ArrayNode checks = data.putArray("checks");
    for (Row row : rows) {
      checks
          .addObject()
          .put("result", word(row.verdict()))
          .put("check", row.check())
          .put("of", row.subject())
          .put("found", row.verdict().found())
          .put("remedy", row.verdict().remedy());
    }
    return data;
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Pass _ -> "pass";
      case Verdict.Fail _ -> "fail";
      case Verdict.Skip _ -> "skip";
    };
  }
}
