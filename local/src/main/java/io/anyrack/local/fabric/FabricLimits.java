package io.anyrack.local.fabric;

import io.anyrack.local.gateway.GatewayLimits;
import io.anyrack.local.tcp.ConnectionLimits;
import io.anyrack.local.tcp.TcpLimits;
import java.time.Duration;

/**
 * What the networks of a rack may cost.
 *
 * @param queueOctets how much waits for one guest, a power of two
 * @param stall how long a guest may read nothing before frames for it are dropped
 * @param reconnectFirst the first pause between two attempts to connect to a guest
 * @param reconnectLongest the pause between attempts that is not exceeded
 * @param gateway what the guests may make a gateway carry
 */
public record FabricLimits(
    int queueOctets,
    Duration stall,
    Duration reconnectFirst,
    Duration reconnectLongest,
    GatewayLimits gateway) {

  /**
   * Fits some tens of guests into some tens of megabytes. On a busy machine a guest that is well
   * may go without a processor for some hundred milliseconds: it must not count as stopped.
   */
  public static FabricLimits defaults() {
    ConnectionLimits connection =
        new ConnectionLimits(
            256 << 10,
            128 << 10,
            10,
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            Duration.ofSeconds(2));
    TcpLimits tcp = new TcpLimits(connection, 128, Duration.ofSeconds(10));
    return new FabricLimits(
        256 << 10,
        Duration.ofMillis(500),
        Duration.ofMillis(10),
        Duration.ofMillis(250),
        new GatewayLimits(tcp, 512, 64, Duration.ofMinutes(1)));
  }
}
