package io.anyrack.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux says of a process: proc(5). */
final class ProcessStatus {
  /** USER_HZ, the unit of CPU time in proc(5): 100 on all that QEMU's hosts are. */
  private static final double TICKS_PER_SECOND = 100;

  private ProcessStatus() {}

  /** CPU time used so far. */
  static double cpuSeconds(long pid) throws IOException {
    return seconds(pid, 11);
  }

  /** CPU time of the children that it has waited for. */
  static double childrenCpuSeconds(long pid) throws IOException {
    return seconds(pid, 13);
  }

  /** Two fields, of user and system time. */
  private static double seconds(long pid, int field) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    // The second field is a name in parentheses and may hold anything; the third is number 0 here.
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return (Long.parseLong(fields.get(field)) + Long.parseLong(fields.get(field + 1)))
        / TICKS_PER_SECOND;
  }

  /** A size such as {@code VmRSS}, in megabytes of 2^20 octets. */
  static double mebibytes(long pid, String field) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
            .filter(line -> line.startsWith(field + ":"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow(() -> new IOException("no " + field + " of process " + pid))
        / 1024.0;
  }
}
