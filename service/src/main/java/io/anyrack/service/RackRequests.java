package io.anyrack.service;

import static java.lang.System.Logger.Level.DEBUG;

import io.anyrack.rack.RackException;
import io.anyrack.rack.address.Ipv4Address;
import io.anyrack.rack.cloud.PortCounters;
import io.anyrack.rack.cloud.Progress;
import io.anyrack.rack.model.BootOverride;
import io.anyrack.rack.model.BootOverride.Device;
import io.anyrack.rack.model.BootOverride.Lifetime;
import io.anyrack.rack.model.BootOverride.Mode;
import io.anyrack.rack.model.BootPhases.Phase;
import io.anyrack.rack.model.NodeSpec;
import io.anyrack.rack.model.Rack;
import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.Node;
import io.anyrack.rack.node.NodeStatus;
import io.anyrack.rack.node.Origin;
import io.anyrack.service.bmc.BmcAccess;
import io.anyrack.service.bmc.RedfishAccess;
import io.anyrack.service.control.ControlServer;
import io.anyrack.service.control.JsonLines;
import io.anyrack.service.state.RackStore;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the command line can ask of the service; one method a request. */
public final class RackRequests implements ControlServer.Handler {
  private static final System.Logger LOG = System.getLogger(RackRequests.class.getName());
  private static final Origin CLI = new Origin("cli", "");

  /** Ends the service and leaves the rack as it is, for another service to go on with. */
  private static final String HAND_OVER = "hand-over";

  private static final String APPLY = "apply";

  /** A day. */
  private static final int MOST_SECONDS = 86_400;

  private final RackService service;
  private final Runnable end;

  /** Applies that are not answered yet. */
  private final AtomicInteger applies = new AtomicInteger();

  /**
   * Requests to a service.
   *
   * @param service the service
   * @param end ends the process after the answer was sent
   */
  public RackRequests(RackService service, Runnable end) {
    this.service = service;
    this.end = end;
  }

  /** Nobody can connect to 0.0.0.0: of its addresses that one is told where nodes reach us, too. */
  private BmcAccess reachable(BmcAccess bmc) {
    if (!bmc.host().equals(Ipv4Address.ANY.toString())) {
      return bmc;
    }
    return service
        .rack()
        .flatMap(rack -> rack.boot().address())
        .map(address -> bmc.at(address.toString()))
        .orElse(bmc);
  }

  @Override
  public ObjectNode handle(ObjectNode request, JsonLines connection) throws IOException {
    return switch (request.path("op").asString("")) {
      case "hello" ->
          JsonLines.object()
              .put("pid", ProcessHandle.current().pid())
              .put("holds-rack", service.rack().isPresent());
      case "nodes" ->
          nodes(
              (spec, status, bmc, redfish, _) ->
                  phased(spec, NodeReport.node(spec, status, reachable(bmc), redfish)));
      case "status" -> status();
      case "phase" -> phase(node(request), text(request, "phase"));
      case "ports" -> ports();
      case "observe" -> ObserveRequest.answer(service);
      case "tap" -> new TapRequest(service).serve(node(request).name(), request, connection);
      case "trial" -> new TrialRequest(service, CLI).serve(node(request), request, connection);
      case APPLY -> apply(request, connection);
      case "destroy" -> destroy(connection);
      case "stop" -> stop();
      case HAND_OVER -> JsonLines.object();
      case "power" -> answer(node(request), power(request));
      case "boot" -> answer(node(request), boot(request));
      case "insert" -> media(node(request), new Command.InsertMedia(image(request)));
      case "eject" -> media(node(request), new Command.EjectMedia());
      case "screenshot" -> screenshot(request);
      case "console" -> new ConsoleRequest(node(request).console()).serve(request, connection);
      case "log" -> new LogRequest(service).serve(request, connection);
      case String other ->
          throw new RackException("the service does not know the request '" + other + "'");
    };
  }

  @Override
  public void answered(ObjectNode request) {
    String op = request.path("op").asString("");
    int waiting = op.equals(APPLY) ? applies.decrementAndGet() : applies.get();
    // Whose `up` was ended by a `down` shall hear of it before the process is gone.
    if (op.equals(HAND_OVER) || (service.hasEnded() && waiting == 0)) {
      end.run();
    }
  }

  /** How a node is shown. */
  private interface Form {
    ObjectNode of(
        NodeSpec spec,
        NodeStatus status,
        BmcAccess bmc,
        Optional<RedfishAccess> redfish,
        Optional<String> bmcFault);
  }

  private ObjectNode nodes(Form form) {
    ObjectNode result = JsonLines.object();
    ArrayNode nodes = result.putArray("nodes");
    for (NodeSpec spec : service.rack().map(Rack::nodes).orElse(List.of())) {
      Optional<Node> node = service.node(spec.name());
      Optional<BmcAccess> bmc = service.bmc(spec.name());
      if (node.isPresent() && bmc.isPresent()) {
        nodes.add(
            form.of(
                spec,
                node.get().status(),
                bmc.get(),
                service.redfish(spec.name()),
                service.bmcFault(spec.name())));
      }
    }
    return result;
  }

  private ObjectNode phased(NodeSpec spec, ObjectNode node) {
    return node.put("phase", service.phase(spec.name()).name().toLowerCase(Locale.ROOT));
  }

  private ObjectNode status() {
    ObjectNode result =
        nodes(
            (spec, status, bmc, redfish, fault) ->
                phased(spec, NodeReport.status(spec, status, bmc, redfish, fault)));
    service.sync().ifPresent(sync -> result.set("sync", NodeReport.sync(sync)));
    return result;
  }

  private ObjectNode phase(Node node, String word) {
    service.phase(
        node,
        Stream.of(Phase.values())
            .filter(phase -> phase.name().toLowerCase(Locale.ROOT).equals(word))
            .findFirst()
            .orElseThrow(() -> new RackException("there is no phase '" + word + "'")));
    return JsonLines.object();
  }

  private ObjectNode ports() {
    ObjectNode result = JsonLines.object();
    ArrayNode ports = result.putArray("ports");
    for (PortCounters counters : service.ports()) {
      ObjectNode port = ports.addObject();
      port.put("network", counters.network());
      port.put("node", counters.node());
      port.put("nic", counters.nic());
      port.put("connected", counters.connected());
      port.put("frames-in", counters.framesIn());
      port.put("frames-out", counters.framesOut());
      ObjectNode drops = port.putObject("drops");
      counters.drops().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(drop -> drops.put(drop.getKey(), drop.getValue()));
    }
    return result;
  }

  private ObjectNode apply(ObjectNode request, JsonLines connection) {
    applies.incrementAndGet();
    Map<String, String> secrets = new LinkedHashMap<>();
    request
        .path("secrets")
        .properties()
        .forEach(secret -> secrets.put(secret.getKey(), secret.getValue().asString("")));
    RackService.Applied applied =
        service.apply(
            RackStore.parse(text(request, "rack"), secrets),
            plan -> tell(connection, PlanReport.of(plan)),
            new Told(connection));
    ObjectNode result = JsonLines.object();
    applied.warnings().forEach(result.putArray("warnings")::add);
    applied.account().forEach(result.putArray("account")::add);
    return result;
  }

  private ObjectNode destroy(JsonLines connection) {
    ObjectNode result = JsonLines.object();
    service.destroy(new Told(connection)).forEach(result.putArray("account")::add);
    return result;
  }

  /** Ends a service without a rack, such as one whose first rack could not be made. */
  private ObjectNode stop() {
    service.endIfEmpty();
    return JsonLines.object();
  }

  /** Tells the client; one that went away does not stop what is under way. */
  private record Told(JsonLines connection) implements Progress {
    @Override
    public void step(String subject, String step, State state) {
      ObjectNode line = JsonLines.object();
      line.putObject("progress")
          .put("subject", subject)
          .put("step", step)
          .put("state", state.name().toLowerCase(Locale.ROOT));
      tell(connection, line);
    }

    @Override
    public void say(String text) {
      tell(connection, JsonLines.object().put("say", text));
    }
  }

  private static void tell(JsonLines connection, ObjectNode line) {
    try {
      connection.write(line);
    } catch (IOException e) {
      LOG.log(DEBUG, "the client went away: " + e.getMessage());
    }
  }

  private static Command power(ObjectNode request) {
    return switch (text(request, "verb")) {
      case "on" -> new Command.On();
      case "off" -> new Command.Off();
      case "soft" ->
          new Command.Soft(
              request.has("then-off-after")
                  ? Optional.of(thenOffAfter(request))
                  : Optional.empty());
      case "reset" -> new Command.Reset();
      case "cycle" -> new Command.Cycle();
      case "diag" -> new Command.Diag();
      case String other -> throw new RackException("there is no power command '" + other + "'");
    };
  }

  private static Duration thenOffAfter(ObjectNode request) {
    JsonNode seconds = request.path("then-off-after");
    if (!seconds.isIntegralNumber()
        || !seconds.canConvertToInt()
        || seconds.asInt() < 0
        || seconds.asInt() > MOST_SECONDS) {
      throw new RackException(
          "'then-off-after' is not a number of seconds from 0 to " + MOST_SECONDS);
    }
    return Duration.ofSeconds(seconds.asInt());
  }

  private static URI image(ObjectNode request) {
    String image = text(request, "image");
    try {
      return new URI(image);
    } catch (URISyntaxException e) {
      throw new RackException("'" + image + "' is no URL of an image: " + e.getReason(), e);
    }
  }

  private static Command boot(ObjectNode request) {
    Device device =
        switch (text(request, "device")) {
          case "none" -> Device.NONE;
          case "disk" -> Device.DISK;
          case "pxe" -> Device.PXE;
          case "cdrom" -> Device.CDROM;
          case "setup" -> Device.BIOS_SETUP;
          case String other -> throw new RackException("there is no boot device '" + other + "'");
        };
    Mode mode =
        switch (request.path("mode").asString("")) {
          case "uefi" -> Mode.UEFI;
          case "bios" -> Mode.LEGACY;
          case "" -> Mode.OWN;
          case String other -> throw new RackException("there is no boot mode '" + other + "'");
        };
    if (device == Device.NONE) {
      return new Command.SetBoot(BootOverride.NONE);
    }
    boolean once = request.path("once").asBoolean(false);
    return new Command.SetBoot(
        new BootOverride(device, once ? Lifetime.ONCE : Lifetime.CONTINUOUS, mode));
  }

  private static ObjectNode answer(Node node, Command command) {
    Answer answer = node.submit(command, CLI);
    return switch (answer) {
      case Answer.Done _ -> JsonLines.object().put("answer", "done");
      case Answer.Accepted _ -> JsonLines.object().put("answer", "accepted");
      case Answer.Busy busy ->
          throw new RackException(node.name() + " is busy (" + busy.operation() + "): try again");
      case Answer.NotNow no -> throw new RackException(node.name() + ": " + no.reason());
      case Answer.Unsupported no -> throw new RackException(node.name() + ": " + no.reason());
      case Answer.Failed failed -> throw new RackException(node.name() + ": " + failed.reason());
    };
  }

  /** Media may have to be fetched: the answer comes when the drive has changed. */
  private static ObjectNode media(Node node, Command command) {
    BlockingQueue<Event> happened = new LinkedBlockingQueue<>();
    try (EventLog.Subscription _ = node.events().listen(happened::add)) {
      ObjectNode result = answer(node, command);
      Optional<String> fault = Optional.empty();
      while (true) {
        Event event = happened.take();
        switch (event.kind()) {
          case FAULT -> fault = Optional.of(event.message());
          case MEDIA -> {
            fault.ifPresent(
                message -> {
                  throw new RackException(node.name() + ": " + message);
                });
            return result;
          }
          default -> {}
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RackException("interrupted while the drive of " + node.name() + " changes", e);
    }
  }

  private ObjectNode screenshot(ObjectNode request) {
    byte[] png = service.screenshot(node(request).name()).orElseThrow();
    return JsonLines.object().put("png", Base64.getEncoder().encodeToString(png));
  }

  private Node node(ObjectNode request) {
    String name = text(request, "node");
    return service
        .node(name)
        .orElseThrow(
            () ->
                new RackException(
                    "the rack has no node '"
                        + name
                        + "'; it has "
                        + service
                            .rack()
                            .map(
                                rack ->
                                    rack.nodes().stream()
                                        .map(NodeSpec::name)
                                        .collect(Collectors.joining(", ")))
                            .orElse("none")));
  }

  private static String text(ObjectNode request, String key) {
    JsonNode value = request.path(key);
    if (!value.isString()) {
      throw new RackException("the request lacks '" + key + "'");
    }
    return value.asString();
  }
}
