package io.anyrack.cli.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The loadable modules of a kernel, as its package brings them. Debian's package has no {@code
 * modules.dep} (its installation makes it), so the dependencies are read where depmod reads them:
 * from the text {@code depends=} in each module.
 */
final class KernelModules {
  private static final byte[] DEPENDS = "\0depends=".getBytes(StandardCharsets.US_ASCII);

  private final Map<String, Path> files;
  private final Set<String> builtIn;
  private final Decompressor decompressor;

  /** Turns a compressed module into one that the kernel takes. */
  @FunctionalInterface
  interface Decompressor {
    /** The content of {@code file}, decompressed. */
    byte[] decompress(Path file) throws IOException;
  }

  private KernelModules(Map<String, Path> files, Set<String> builtIn, Decompressor decompressor) {
    this.files = files;
    this.builtIn = builtIn;
    this.decompressor = decompressor;
  }

  /**
   * Finds the modules of a kernel.
   *
   * @param directory such as {@code lib/modules/6.1.0-56-amd64}
   * @param decompressor for modules that are compressed with xz, as Debian's are from release 13 on
   */
  static KernelModules in(Path directory, Decompressor decompressor) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(file -> file.toString().matches(".*\\.ko(\\.xz)?"))
          .forEach(file -> files.put(name(file), file));
    }
    Set<String> builtIn = new HashSet<>();
    for (String line : Files.readAllLines(directory.resolve("modules.builtin"))) {
      builtIn.add(name(Path.of(line)));
    }
    return new KernelModules(files, builtIn, decompressor);
  }

  /**
   * The modules wanted and all that they need, by name, in an order in which they can be loaded.
   * What is built into the kernel is left out.
   *
   * @throws LinuxException where this kernel does not have one of them
   */
  Map<String, byte[]> closure(Collection<String> wanted) throws IOException {
    Map<String, byte[]> loadOrder = new LinkedHashMap<>();
    for (String module : wanted) {
      add(module, loadOrder, new HashSet<>());
    }
    return loadOrder;
  }

  private void add(String module, Map<String, byte[]> loadOrder, Set<String> above)
      throws IOException {
    if (builtIn.contains(module) || loadOrder.containsKey(module)) {
      return;
    }
    Path file = files.get(module);
    if (file == null) {
      throw new LinuxException(
          "The kernel has no module " + module + ". Give a kernel of your own in the rack file.");
    }
    if (!above.add(module)) {
      throw new LinuxException("The kernel's module " + module + " needs itself.");
    }
    byte[] content =
        file.toString().endsWith(".xz") ? decompressor.decompress(file) : Files.readAllBytes(file);
    for (String needed : dependencies(content)) {
      add(needed, loadOrder, above);
    }
    loadOrder.put(module, content);
  }

  /** What the module with this content needs directly. */
  static List<String> dependencies(byte[] content) {
    int start = indexOf(content, DEPENDS);
    if (start < 0) {
      return List.of();
    }
    int from = start + DEPENDS.length;
    int to = from;
    while (to < content.length && content[to] != 0) {
      to++;
    }
    String names = new String(content, from, to - from, StandardCharsets.US_ASCII);
    return names.isEmpty()
        ? List.of()
        : Stream.of(names.split(",")).map(KernelModules::canonical).toList();
  }

  private static int indexOf(byte[] content, byte[] wanted) {
    for (int at = 0; at <= content.length - wanted.length; at++) {
      int matched = 0;
      while (matched < wanted.length && content[at + matched] == wanted[matched]) {
        matched++;
      }
      if (matched == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    int end = name.indexOf(".ko");
    return canonical(end < 0 ? name : name.substring(0, end));
  }

  /** The kernel takes {@code -} and {@code _} in the name of a module for the same. */
  private static String canonical(String name) {
    return name.replace('-', '_');
  }
}
