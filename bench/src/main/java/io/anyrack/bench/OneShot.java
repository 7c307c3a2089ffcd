package io.anyrack.bench;

import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.BmcBook;
import io.anyrack.service.state.StateDirectory;
import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The real {@code ipmitool power status}, a process each, against OpenIPMI's simulator. */
final class OneShot {
  private static final int RUNS = 30;
  private static final int PINGS = 200;
  private static final String SIMULATOR_PASSWORD = "benchmark";

  private final Path directory;
  private final String state;

  /**
   * @param directory for files
   * @param state of a service with one node, below it
   */
  OneShot(Path directory, String state) {
    this.directory = directory;
    this.state = state;
  }

  void run() throws IOException, InterruptedException {
    if (!isInstalled("ipmitool") || !isInstalled("ipmi_sim")) {
      System.out.println("No ipmitool or no ipmi_sim (Debian: openipmi) here: not compared.\n");
      return;
    }
    Path home = directory.resolve(state);
    int port = freePort();
    Process simulator = simulator(port);
    try (Child service = Child.start(SimulatedService.class, home.toString(), "0")) {
      service.line();
      BmcAccess bmc =
          new BmcBook(new StateDirectory(home).bmcs(), new Random()).of("node-1").orElseThrow();
      Samples ours = new Samples();
      Samples named = new Samples();
      Samples theirs = new Samples();
      // The first of each is thrown away.
      for (int i = 0; i <= RUNS; i++) {
        double mine = millis(bmc.port(), IpmiClient.PASSWORD, List.of());
        double suite = millis(bmc.port(), IpmiClient.PASSWORD, List.of("-C", "3"));
        double other = millis(port, SIMULATOR_PASSWORD, List.of("-C", "3"));
        if (i > 0) {
          ours.add(mine);
          named.add(suite);
          theirs.add(other);
        }
      }
      System.out.println("| ipmitool power status, a process each | ms |");
      System.out.println("|---|---|");
      System.out.printf("| Anyrack, without -C | %s |%n", ours.show("%.1f"));
      System.out.printf("| Anyrack, with -C 3 | %s |%n", named.show("%.1f"));
      System.out.printf("| ipmi_sim, with -C 3 | %s |%n", theirs.show("%.1f"));
      System.out.printf(
          "| ipmi_sim, without -C | %.0f |%n%n", millis(port, SIMULATOR_PASSWORD, List.of()));
    } finally {
      simulator.destroy();
      simulator.waitFor();
    }
  }

  private static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process simulator(int port) throws IOException {
    Path home = Files.createDirectory(directory.resolve("sim"));
    Path lan =
        Files.writeString(
            home.resolve("lan.conf"),
            """
            name "sim"
            set_working_mc 0x20
            startlan 1
              addr 127.0.0.1 %d
              priv_limit admin
              allowed_auths_admin none md2 md5 straight
              guid a123456789abcdefa123456789abcdef
            endlan
            user 2 true "admin" "%s" admin 10 none md2 md5 straight
            """
                .formatted(port, SIMULATOR_PASSWORD));
    Path commands =
        Files.writeString(
            home.resolve("sim.emu"),
            """
            mc_setbmc 0x20
            mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
            mc_enable 0x20
            """);
    Process process =
        new ProcessBuilder(
                "ipmi_sim",
                "-c",
                lan.toString(),
                "-f",
                commands.toString(),
                "-n",
                "-s",
                home.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start();
    awaitPong(port);
    return process;
  }

  /** ASF 2.0 §3.2.4: presence ping and pong. */
  private static void awaitPong(int port) throws IOException {
    byte[] ping = HexFormat.of().parseHex("0600ff06000011be80000000");
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(100);
      for (int i = 0; i < PINGS; i++) {
        try {
          socket.send(new DatagramPacket(ping, ping.length));
          socket.receive(new DatagramPacket(new byte[64], 64));
          return;
        } catch (PortUnreachableException | SocketTimeoutException e) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
      }
    }
    throw new IOException("ipmi_sim does not answer on port " + port);
  }

  private double millis(int port, String password, List<String> more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ipmitool", "-I", "lanplus"));
    command.addAll(more);
    command.addAll(List.of("-H", "127.0.0.1", "-p", String.valueOf(port), "-U", "admin", "-E"));
    command.addAll(List.of("power", "status"));
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("IPMI_PASSWORD", password);
    long begun = System.nanoTime();
    int code = builder.start().waitFor();
    double millis = (System.nanoTime() - begun) / 1e6;
    String said = Files.readString(output);
    if (code != 0 || !said.contains("Chassis Power is ")) {
      throw new IOException("ipmitool against port " + port + " said: " + said);
    }
    return millis;
  }
}
