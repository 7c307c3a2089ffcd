package io.anyrack.local.qemu;

import io.anyrack.rack.cloud.CloudException;
import io.anyrack.rack.cloud.MachineObserver;
import io.anyrack.rack.model.CloudSpec;
import io.anyrack.rack.model.NodeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * The machines of one rack and their directories, one per node, under one directory of ours.
 * Thread-safe, but {@link #put} and {@link #remove} come one at a time.
 */
public final class QemuMachines {
  private final Path directory;
  private final QemuInstallation qemu;
  private final KvmProbe kvm;
  private final QemuLimits limits;
  private final Map<String, QemuMachine> machines = new ConcurrentSkipListMap<>();

  /** Machines that live in {@code directory}, which need not be there yet. */
  public QemuMachines(Path directory, QemuInstallation qemu, KvmProbe kvm, QemuLimits limits) {
    this.directory = directory.toAbsolutePath();
    this.qemu = qemu;
    this.kvm = kvm;
    this.limits = limits;
  }

  /**
   * Makes a node's machine, or finds it, and has it be as {@code node} says.
   *
   * @throws CloudException if its disk cannot be made
   */
  public void put(
      String rack, CloudSpec.Local spec, NodeSpec node, Cables cables, MachineObserver observer) {
    NodeFiles files = files(node.name());
    var host = new QemuHost(rack, spec, qemu, kvm, limits);
    QemuMachine known = machines.get(node.name());
    if (known != null) {
      known.configure(host, node);
      return;
    }
    makePrivate(directory);
    makePrivate(files.directory());
    var machine = new QemuMachine(host, node, files, cables, observer);
    machine.attach();
    machine.configure(host, node);
    machines.put(node.name(), machine);
  }

  /** A node's machine. */
  public Optional<QemuMachine> get(String node) {
    return Optional.ofNullable(machines.get(node));
  }

  /** All machines. */
  public List<QemuMachine> all() {
    return List.copyOf(machines.values());
  }

  /** The names of all nodes that have a directory, known or left by an earlier process. */
  public List<String> remains() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new CloudException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Ends a node's process, whoever started it, and removes all its files. */
  public void remove(String node) {
    QemuMachine known = machines.remove(node);
    if (known != null) {
      known.stop();
    }
    NodeFiles files = files(node);
    var pid = new PidFile(files.pid());
    while (pid.kill()) {
      if (!pid.awaitEnd(limits.stop())) {
        throw new CloudException(node + ": QEMU does not end, not even killed: see " + files.pid());
      }
    }
    deleteTree(files.directory());
  }

  /** Removes the directory itself, if nothing is left in it. */
  public void removeDirectory() {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new CloudException("cannot remove " + directory + ": " + e, e);
    }
  }

  /** Lets go of all machines; their processes go on. */
  public void detach() {
    machines.values().forEach(QemuMachine::detach);
    machines.clear();
  }

  /** What is wrong with the path of a node's sockets on {@code operatingSystem}. */
  public Optional<String> pathProblem(String node, String operatingSystem) {
    return files(node).socketProblem(NodeFiles.socketPathLimit(operatingSystem));
  }

  /** What is wrong with the image of a node. */
  public Optional<String> imageProblem(NodeSpec node) {
    return node.image()
        .flatMap(image -> new DiskImages(qemu, limits).problem(image, node.diskBytes()));
  }

  private NodeFiles files(String node) {
    return new NodeFiles(directory.resolve(node));
  }

  private static void makePrivate(Path directory) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new CloudException("cannot make " + directory + ": " + e, e);
    }
  }

  private static void deleteTree(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new CloudException("cannot remove " + tree + ": " + e, e);
    }
  }
}
