package io.anyrack.bench;

import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Ten minutes of hostile packets to one BMC while others use it: nobody may be kept out, and the
 * service's memory must not grow. The hostile source has an address of its own, because the service
 * shuts out addresses, and that is what is to be seen not to matter to others.
 */
public final class SoakBenchmark {
  private static final long SEED = 20_260_401;
  private static final int CLIENTS = 2;
  private static final int PACKETS_PER_SECOND = 250;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration SAMPLE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String HOSTILE = "127.0.0.66";

  private final Duration length;

  private SoakBenchmark(Duration length) {
    this.length = length;
  }

  /** The length in seconds; nothing: ten minutes. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Duration length =
        arguments.length == 0
            ? Duration.ofMinutes(10)
            : Duration.ofSeconds(Long.parseLong(arguments[0]));
    new SoakBenchmark(length).run(Files.createTempDirectory("soak"));
  }

  /** What the service took at a moment. */
  private record Sample(double mebibytes, long files) {
    static Sample of(long pid) throws IOException {
      try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
        return new Sample(ProcessStatus.mebibytes(pid, "VmRSS"), files.count());
      }
    }
  }

  private void run(Path state)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    try (Child service = Child.start(SimulatedService.class, state.toString(), "1");
        ExecutorService threads = Executors.newCachedThreadPool()) {
      service.line();
      BmcAccess access =
          new BmcBook(new StateDirectory(state).bmcs(), new Random()).of("node-1").orElseThrow();
      InetSocketAddress bmc = new InetSocketAddress(access.host(), access.port());
      double cpu = ProcessStatus.cpuSeconds(service.pid());
      long end = System.nanoTime() + length.toNanos();
      Future<Long> packets = threads.submit(() -> attack(bmc, end));
      List<Future<List<Double>>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int suite = i % 2 == 0 ? 17 : 3;
        clients.add(threads.submit(() -> use(bmc, suite, end)));
      }
      List<Sample> samples = new ArrayList<>();
      while (System.nanoTime() < end) {
        TimeUnit.NANOSECONDS.sleep(
            Math.min(SAMPLE.toNanos(), Math.max(1, end - System.nanoTime())));
        samples.add(Sample.of(service.pid()));
      }
      List<Double> millis = new ArrayList<>();
      for (Future<List<Double>> client : clients) {
        // A client that was not answered waits for ever: then this fails.
        millis.addAll(client.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      }
      print(samples, packets.get(), millis, ProcessStatus.cpuSeconds(service.pid()) - cpu);
    }
  }

  private static long attack(InetSocketAddress bmc, long end)
      throws IOException, InterruptedException {
    HostilePackets packets = new HostilePackets(new Random(SEED));
    long sent = 0;
    try (DatagramChannel socket =
        DatagramChannel.open().bind(new InetSocketAddress(HOSTILE, 0)).connect(bmc)) {
      socket.configureBlocking(false);
      ByteBuffer answer = ByteBuffer.allocate(2048);
      while (System.nanoTime() < end) {
        for (int i = 0; i < PACKETS_PER_SECOND / 10; i++) {
          socket.write(ByteBuffer.wrap(packets.next()));
          sent++;
        }
        while (socket.read(answer.clear()) > 0) {
          packets.answered(answer.flip());
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    return sent;
  }

  private static List<Double> use(InetSocketAddress bmc, int suite, long end)
      throws IOException, GeneralSecurityException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    while (System.nanoTime() < end) {
      long begun = System.nanoTime();
      try (IpmiClient client = new IpmiClient(bmc, suite)) {
        client.open();
        client.status();
        client.end();
      }
      millis.add((System.nanoTime() - begun) / 1e6);
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
    return millis;
  }

  private void print(List<Sample> samples, long packets, List<Double> millis, double cpu) {
    List<Double> sorted = millis.stream().sorted().toList();
    System.out.printf(
        "%d s, %d hostile packets (seed %d), %d sessions of %d good clients, none refused.%n%n",
        length.toSeconds(), packets, SEED, millis.size(), CLIENTS);
    System.out.println("| part of the time | RSS MiB, highest | open files, highest |");
    System.out.println("|---|---|---|");
    int parts = 5;
    for (int part = 0; part < parts; part++) {
      List<Sample> of =
          samples.subList(samples.size() * part / parts, samples.size() * (part + 1) / parts);
      System.out.printf(
          "| %d of %d | %.1f | %d |%n",
          part + 1,
          parts,
          of.stream().mapToDouble(Sample::mebibytes).max().orElse(0),
          of.stream().mapToLong(Sample::files).max().orElse(0));
    }
    System.out.printf(
        "%nA session of a good client took %.1f ms in the middle, %.1f ms at the 99th percentile.%n"
            + "The service used %.1f %% of a core.%n",
        sorted.get(sorted.size() / 2),
        sorted.get((int) (sorted.size() * 0.99)),
        100 * cpu / length.toSeconds());
  }
}
