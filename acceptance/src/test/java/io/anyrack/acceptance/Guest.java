package io.anyrack.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyrack.cli.linux.DemoLinux;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody at the serial console of a node: {@code anyrack console}, or another program that shows
 * it. Reads on from what was read last.
 */
final class Guest implements AutoCloseable {
  private final String name;
  private final Process console;
  private final StringBuilder shown = new StringBuilder();
  private int read;

  /** The console shows earlier sessions too: their numbers must not come again. */
  private int lastCommand = ThreadLocalRandom.current().nextInt(1_000_000_000);

  private Guest(String name, Process console) {
    this.name = name;
    this.console = console;
  }

  /** At the console of {@code node}. */
  static Guest at(Node node) {
    return at(
        node.name(),
        node.rack().anyrack().start("console", node.name(), "--rack", node.rack().name()));
  }

  /** Behind a program that shows the console of {@code node} and takes what is typed. */
  static Guest at(String node, Process program) {
    Guest guest = new Guest(node, program);
    Thread.ofVirtual().start(() -> guest.listen(program.getInputStream()));
    return guest;
  }

  private void listen(InputStream output) {
    byte[] buffer = new byte[4096];
    try {
      for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
        synchronized (shown) {
          shown.append(new String(buffer, 0, length, UTF_8));
        }
      }
    } catch (IOException e) {
      // Closed by us, or the program was ended: whoever waits sees that it is gone.
    }
  }

  /** Waits until the demo's Linux is up. */
  Guest awaitLinux() {
    await(Pattern.quote(DemoLinux.UP_MARK + " " + name));
    return this;
  }

  /** Waits for something that was not read yet, and reads up to its end. */
  MatchResult await(String regex) {
    Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
    MatchResult[] found = new MatchResult[1];
    try {
      Eventually.await(
          "'" + regex + "' on the console of " + name,
          () -> {
            boolean ended = !console.isAlive();
            synchronized (shown) {
              Matcher matcher = pattern.matcher(shown);
              if (matcher.find(read)) {
                found[0] = matcher.toMatchResult();
                read = matcher.end();
                return true;
              }
            }
            if (ended) {
              throw new AssertionError("the console ended before '" + regex + "'");
            }
            return false;
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; it showed:\n" + shown(), e);
    }
    return found[0];
  }

  /** All that was shown. */
  String shown() {
    synchronized (shown) {
      return shown.toString();
    }
  }

  /** Types a line. */
  void type(String line) {
    try {
      console.getOutputStream().write((line + "\n").getBytes(UTF_8));
      console.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a command in the guest's shell, and waits for its end.
   *
   * @return what it printed, and its exit code
   */
  Finished run(String command) {
    int number = ++lastCommand;
    // The terminal shows what is typed too; only the shell writes the sum, and it starts when the
    // whole line is there: a second one might still come in while the first is at work.
    type("echo begin$((%d+1)); %s; echo end$((%1$d+1))=$?".formatted(number, command));
    MatchResult result = await("begin%d\\r*\\n(.*?)end%1$d=(\\d+)".formatted(number + 1));
    String out = result.group(1).replace("\r", "");
    return new Finished(List.of(command), Integer.parseInt(result.group(2)), out, "");
  }

  @Override
  public void close() {
    console.destroy();
    try {
      console.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
