package io.anyrack.rack.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The octets of a file as one YAML 1.2 document whose nodes know their places. */
final class YamlText {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final Problems problems;
  private final Limits limits;
  private final LoadSettings settings;

  YamlText(Problems problems, Limits limits) {
    this.problems = problems;
    this.limits = limits;
    settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setCodePointLimit(limits.bytes())
            .setParseComments(false)
            .setMaxAliasesForCollections(limits.aliases() + 1) // LimitedParser is there first
            .setAllowNonScalarKeys(true) // so that such a key is told with its place
            .build();
  }

  /** The document's root; empty if there is none, which is then a problem told. */
  Optional<Node> root(byte[] file) {
    if (file.length > limits.bytes()) {
      problems.add(1, 1, "the file has more than " + limits.bytes() + " bytes; split the rack");
      return Optional.empty();
    }
    return decode(file).flatMap(this::compose);
  }

  private Optional<String> decode(byte[] file) {
    CharBuffer text = CharBuffer.allocate(file.length + 1);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file), text, true);
    String decoded = text.flip().toString();
    if (result.isError()) {
      problemAfter(decoded, "the file is not UTF-8 from here on; save it as UTF-8");
      return Optional.empty();
    }
    if (!decoded.isEmpty() && decoded.charAt(0) == BYTE_ORDER_MARK) {
      decoded = decoded.substring(1);
    }
    for (int at = 0; at < decoded.length(); at += Character.charCount(decoded.codePointAt(at))) {
      int character = decoded.codePointAt(at);
      if (!StreamReader.isPrintable(character)) {
        problemAfter(
            decoded.substring(0, at),
            "YAML does not allow the character U+%04X; remove it".formatted(character));
        return Optional.empty();
      }
    }
    return Optional.of(decoded);
  }

  private void problemAfter(String text, String message) {
    int lineStart = text.lastIndexOf('\n') + 1;
    problems.add(
        (int) text.chars().filter(c -> c == '\n').count() + 1,
        text.codePointCount(lineStart, text.length()) + 1,
        message);
  }

  private Optional<Node> compose(String text) {
    try {
      Parser parser = new ParserImpl(settings, new StreamReader(settings, text));
      Optional<Node> root =
          new Composer(settings, new LimitedParser(parser, limits)).getSingleNode();
      if (root.isEmpty()) {
        problems.add(1, 1, "the file is empty; a rack needs at least 'rack' and 'nodes'");
      }
      return root;
    } catch (LimitedParser.Exceeded e) {
      problems.add(e.mark(), String.valueOf(e.getMessage()));
    } catch (MarkedYamlEngineException e) {
      problems.add(
          e.getProblemMark().or(e::getContextMark),
          "not YAML: "
              + oneLine(e.getProblem())
              + e.getContextMark()
                  .map(
                      mark ->
                          "; " + e.getContext() + " that starts in line " + (mark.getLine() + 1))
                  .orElse(""));
    } catch (YamlEngineException e) {
      problems.add(1, 1, "not YAML: " + oneLine(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private static String oneLine(String text) {
    return text.lines().findFirst().orElse("").replace("\\t(TAB)", "TAB");
  }
}
