package io.anyrack.netboot.http;

import io.anyrack.netboot.file.Document;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory as a page of links, as web servers show it: some installers read it. */
final class DirectoryListing {
  /** A page of more links is of no use to anybody. */
  private static final int LIMIT = 10_000;

  private DirectoryListing() {}

  /**
   * Lists {@code directory}.
   *
   * @param path under which it was asked for
   * @return empty if it cannot be read
   */
  static Optional<Document> of(Path directory, String path) {
    String base = path.endsWith("/") ? path : path + "/";
    try (Stream<Path> files = Files.list(directory)) {
      String links =
          files
              .limit(LIMIT)
              .map(DirectoryListing::name)
              .sorted()
              .map(name -> link(base, name))
              .collect(Collectors.joining());
      String page = "<!DOCTYPE html>\n<title>Files</title>\n<pre>\n" + links + "</pre>\n";
      return Optional.of(
          new Document.Made("text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String name(Path file) {
    return file.getFileName() + (Files.isDirectory(file) ? "/" : "");
  }

  private static String link(String base, String name) {
    return "<a href=\"" + reference(base + name) + "\">" + escaped(name) + "</a>\n";
  }

  private static String reference(String path) {
    try {
      return escaped(new URI(null, null, path, null).toASCIIString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("any path can be quoted: " + path, e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
