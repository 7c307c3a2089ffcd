package io.anyrack.ipmi.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyrack.ipmi.FakeNode;
import io.anyrack.ipmi.IpmiServer;
import io.anyrack.ipmi.ServedBmc;
import io.anyrack.ipmi.TestBmc;
import io.anyrack.ipmi.bmc.IpmiException;
import io.anyrack.ipmi.session.SessionLimits;
import io.anyrack.ipmi.sol.SolLimits;
import io.anyrack.rack.node.SteadyTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A served BMC and the real clients that are pointed at it. */
final class Tool implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final FakeNode node = new FakeNode();
  private final IpmiServer server =
      new IpmiServer(
          Clock.systemUTC(),
          new SteadyTime(),
          new SecureRandom(),
          SessionLimits.DEFAULT,
          SolLimits.DEFAULT);
  final ServedBmc bmc;

  /** Serves a BMC on a port of the kernel's choice. */
  Tool() {
    bmc = server.add(TestBmc.of(node));
  }

  private Tool(Random random) {
    bmc = addOnLowPort(random);
  }

  /** ipmiconsole 1.6 takes a port above 32767 for a wrong host name; the kernel gives no other. */
  static Tool onLowPort() {
    return new Tool(new SecureRandom());
  }

  private ServedBmc addOnLowPort(Random random) {
    for (int attempts = 0; ; attempts++) {
      int port = random.nextInt(20_000, 32_768);
      try {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return server.add(TestBmc.at(node, new InetSocketAddress(loopback, port)));
      } catch (IpmiException e) {
        if (attempts == 100) {
          throw e;
        }
      }
    }
  }

  /** Runs ipmitool as admin; returns all its output. It must succeed. */
  String ipmitool(String... arguments) {
    return run("admin", TestBmc.PASSWORD, arguments);
  }

  /** Runs ipmitool as somebody; returns all its output. It must succeed. */
  String run(String user, String password, String... arguments) {
    Outcome outcome = run(ipmitoolCommand(user, password, arguments));
    assertThat(outcome.exitCode).as(outcome.output).isZero();
    return outcome.output;
  }

  /** Runs ipmitool, which must fail; returns all its output. */
  String failingIpmitool(String user, String password, String... arguments) {
    Outcome outcome = run(ipmitoolCommand(user, password, arguments));
    assertThat(outcome.exitCode).as(outcome.output).isNotZero();
    return outcome.output;
  }

  /** Runs FreeIPMI's ipmipower; returns all its output. */
  String ipmipower(String... arguments) {
    List<String> command = new ArrayList<>(freeIpmi("ipmipower"));
    command.addAll(List.of("-D", "LAN_2_0"));
    command.addAll(Arrays.asList(arguments));
    return run(command).output;
  }

  List<String> ipmitoolCommand(String user, String password, String... arguments) {
    List<String> command = new ArrayList<>(List.of("ipmitool", "-I", "lanplus"));
    command.addAll(List.of("-H", "127.0.0.1", "-p", String.valueOf(bmc.address().getPort())));
    command.addAll(List.of("-U", user, "-P", password));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  List<String> freeIpmi(String program) {
    String host = "127.0.0.1:" + bmc.address().getPort();
    return List.of(program, "-h", host, "-u", "admin", "-p", TestBmc.PASSWORD);
  }

  /** Starts a client that stays; what it prints is in {@link Running#output}. */
  static Running start(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new Running(process);
    } catch (IOException e) {
      throw new AssertionError(
          "cannot run %s: install the packages ipmitool and freeipmi-tools"
              .formatted(command.getFirst()),
          e);
    }
  }

  private static Outcome run(List<String> command) {
    try (Running running = start(command)) {
      running.process.getOutputStream().close();
      return new Outcome(running.exitCode(), running.output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it is so; fails after a while. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private record Outcome(int exitCode, String output) {}

  /** A client that runs. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Thread pump;

    private Running(Process process) {
      this.process = process;
      this.pump = Thread.ofVirtual().start(this::pump);
    }

    private void pump() {
      try {
        process.getInputStream().transferTo(output);
      } catch (IOException e) {
        output.writeBytes(e.toString().getBytes(UTF_8));
      }
    }

    String output() {
      return output.toString(UTF_8);
    }

    void type(String text) {
      try {
        process.getOutputStream().write(text.getBytes(UTF_8));
        process.getOutputStream().flush();
      } catch (IOException e) {
        throw new UncheckedIOException(output(), e);
      }
    }

    int exitCode() {
      try {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
            .as("ends in time: %s", output)
            .isTrue();
        pump.join();
        return process.exitValue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
