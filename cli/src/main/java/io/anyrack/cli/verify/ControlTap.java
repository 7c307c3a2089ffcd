package io.anyrack.cli.verify;

import io.anyrack.rack.RackException;
import io.anyrack.rack.net.Tap;
import io.anyrack.service.control.ControlClient;
import io.anyrack.service.control.JsonLines;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** A port on the switch of a rack's service, over its control socket. */
final class ControlTap implements Tap {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int WAITING = 256;

  private final JsonLines connection;
  private final BlockingQueue<byte[]> frames = new ArrayBlockingQueue<>(WAITING);
  private final BlockingQueue<String> sent = new ArrayBlockingQueue<>(WAITING);
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile String fault = "the service ended";

  private ControlTap(JsonLines connection) {
    this.connection = connection;
    Thread.ofVirtual().name("tap").start(this::read);
  }

  /**
   * A port beside that of a node's NIC.
   *
   * @throws RackException if the service does not give one
   */
  static ControlTap open(ControlClient service, String node, int nic, boolean guarded) {
    ControlTap tap =
        new ControlTap(
            service.open(
                ControlClient.request("tap")
                    .put("node", node)
                    .put("nic", nic)
                    .put("guarded", guarded)));
    try {
      if (tap.ready.await(ANSWER.toSeconds(), TimeUnit.SECONDS) && tap.fault.isEmpty()) {
        return tap;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tap.close();
    throw new RackException("no port on the network of " + node + ": " + tap.fault);
  }

  private void read() {
    try {
      for (Optional<ObjectNode> line = connection.read();
          line.isPresent();
          line = connection.read()) {
        take(line.get());
      }
    } catch (IOException e) {
      fault = String.valueOf(e.getMessage());
    } finally {
      ready.countDown();
    }
  }

  private void take(ObjectNode line) {
    if (line.has("frame")) {
      // One that finds no room is lost, as on any wire.
      boolean _ = frames.offer(Base64.getDecoder().decode(line.path("frame").asString("")));
    } else if (line.has("sent")) {
      boolean _ = sent.offer(line.path("sent").asString(""));
    } else if (line.has("ready")) {
      fault = "";
      ready.countDown();
    } else if (line.has("error")) {
      fault = line.path("error").asString("");
    }
  }

  @Override
  public Optional<String> send(byte[] frame) {
    try {
      connection.write(JsonLines.object().put("frame", Base64.getEncoder().encodeToString(frame)));
      return Optional.ofNullable(sent.poll(ANSWER.toSeconds(), TimeUnit.SECONDS))
          .or(() -> Optional.of("the service does not answer"))
          .filter(why -> !why.isEmpty());
    } catch (IOException e) {
      return Optional.of("the service is gone: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  @Override
  public Optional<byte[]> receive(Duration limit) throws InterruptedException {
    return Optional.ofNullable(frames.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    connection.close();
  }
}
