package io.anyrack.service;

import io.anyrack.rack.model.NodeSpec;
import io.anyrack.redfish.RedfishService;
import io.anyrack.redfish.inventory.ServedNode;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The root of one node, made when somebody first asks for it: most nodes are only ever asked at the
 * root of all. Thread-safe.
 */
final class LateRoot implements Supplier<RedfishService>, AutoCloseable {
  private final Supplier<RedfishService> maker;
  private ServedNode node;
  private Optional<Open> open = Optional.empty();
  private boolean closed;

  private record Open(RedfishService service, RedfishService.Serving serving) {}

  /**
   * A root that is not there yet.
   *
   * @param node that it is to serve
   * @param maker makes a service without nodes
   */
  LateRoot(ServedNode node, Supplier<RedfishService> maker) {
    this.node = node;
    this.maker = maker;
  }

  @Override
  public synchronized RedfishService get() {
    if (closed) {
      return maker.get(); // For a connection that came too late: it has no node any more.
    }
    if (open.isEmpty()) {
      RedfishService service = maker.get();
      open = Optional.of(new Open(service, service.serve(node)));
    }
    return open.get().service();
  }

  /** The node is built otherwise from now on. */
  synchronized void update(NodeSpec spec) {
    node = node.with(spec);
    open.ifPresent(each -> each.serving().update(spec));
  }

  @Override
  public synchronized void close() {
    open.ifPresent(
        each -> {
          each.serving().close();
          each.service().close();
        });
    open = Optional.empty();
    closed = true;
  }
}
