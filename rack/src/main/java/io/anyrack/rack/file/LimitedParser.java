package io.anyrack.rack.file;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Events of a parser as far as a rack file needs them: the composer behind it recurses and follows
 * aliases, so both are counted before it sees them.
 */
final class LimitedParser implements Parser {
  private final Parser parser;
  private final Limits limits;
  private int depth;
  private int aliases;

  /** There is more than a rack file needs. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Mark> mark;

    private Exceeded(Optional<Mark> mark, String message) {
      super(message);
      this.mark = mark;
    }

    Optional<Mark> mark() {
      return mark;
    }
  }

  LimitedParser(Parser parser, Limits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> depth++;
      case MappingEnd, SequenceEnd -> depth--;
      case Alias -> aliases++;
      default -> {}
    }
    if (depth > limits.depth()) {
      throw new Exceeded(
          event.getStartMark(),
          "nested deeper than " + limits.depth() + " levels; a rack file needs no more");
    }
    if (aliases > limits.aliases()) {
      throw new Exceeded(
          event.getStartMark(),
          "more than " + limits.aliases() + " aliases; write some of them out");
    }
    return event;
  }
}
