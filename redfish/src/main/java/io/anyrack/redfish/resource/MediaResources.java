package io.anyrack.redfish.resource;

import io.anyrack.rack.node.Answer;
import io.anyrack.rack.node.Command;
import io.anyrack.rack.node.Event;
import io.anyrack.rack.node.EventLog;
import io.anyrack.rack.node.NodeStatus;
import io.anyrack.redfish.account.Privilege;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Fields;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.inventory.Inventory;
import io.anyrack.redfish.inventory.ServedNode;
import io.anyrack.redfish.media.ImageShelf;
import io.anyrack.redfish.media.Multipart;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import io.anyrack.redfish.task.Task;
import io.anyrack.redfish.task.TaskBook;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The virtual CD drive of each node, below its system and below its manager. */
public final class MediaResources {
  private static final String DRIVE = "Cd";
  private static final String INSERT = "VirtualMedia.InsertMedia";
  private static final String EJECT = "VirtualMedia.EjectMedia";
  private static final String OTHER = "OEM";
  private static final String INFO = "InsertMediaActionInfo";
  private static final int LONGEST_URL = 2048;
  private static final Map<String, String> METHODS = Map.of("Stream", "Stream");
  private static final Map<String, String> PROTOCOLS = Map.of("HTTP", "http", "HTTPS", "https");

  /** Most changes of a drive end within it: then the client needs no task. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Inventory inventory;
  private final TaskBook tasks;
  private final Uploads uploads;

  /** The drives of the nodes of an inventory; images that clients send are kept on a shelf. */
  public MediaResources(Inventory inventory, TaskBook tasks, ImageShelf shelf) {
    this.inventory = inventory;
    this.tasks = tasks;
    this.uploads = new Uploads(shelf);
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    for (String above : List.of("Systems", "Managers")) {
      String drives = "/redfish/v1/" + above + "/{node}/VirtualMedia";
      String drive = drives + "/{drive}";
      routes
          .get(drives, this::list)
          .get(drive, call -> Reply.ok(document(call.path(), drive(call))))
          .get(drive + "/" + INFO, this::info)
          .files(drive + "/Actions/" + INSERT, Privilege.CONFIGURE_COMPONENTS, this::insert)
          .on("POST", drive + "/Actions/" + EJECT, Privilege.CONFIGURE_COMPONENTS, this::eject);
    }
  }

  private Reply list(Call call) {
    inventory.get(call.identity(), "ComputerSystem", call.arg(0));
    return Reply.ok(
        Documents.collection(
            call.path(), "VirtualMedia", "Virtual Media Collection", List.of(DRIVE)));
  }

  private ServedNode drive(Call call) {
    ServedNode served = inventory.get(call.identity(), "ComputerSystem", call.arg(0));
    if (!call.arg(1).equals(DRIVE)) {
      throw new RedfishException(
          404, Message.of(BaseMessage.RESOURCE_NOT_FOUND, "VirtualMedia", call.arg(1)));
    }
    return served;
  }

  private static ObjectNode document(String uri, ServedNode served) {
    NodeStatus status = served.node().status();
    Optional<URI> image = status.media().filter(_ -> !status.mediaChanging());
    ObjectNode json = Documents.resource(uri, Schema.VIRTUAL_MEDIA, DRIVE, "Virtual CD drive");
    Documents.words(json, "MediaTypes", List.of("CD", "DVD"));
    json.put("Inserted", image.isPresent())
        .put("WriteProtected", true)
        .put("ConnectedVia", image.isPresent() ? "URI" : "NotConnected")
        .put("TransferMethod", "Stream");
    image.ifPresentOrElse(
        each ->
            // Where a file of this host is, is not for clients.
            json.put("Image", protocol(each).equals(OTHER) ? name(each) : each.toString())
                .put("ImageName", name(each))
                .put("TransferProtocolType", protocol(each)),
        () -> json.putNull("Image").putNull("ImageName").putNull("TransferProtocolType"));
    Documents.status(json, "Enabled", "OK");
    ObjectNode actions = json.putObject("Actions");
    ObjectNode insert = actions.putObject("#" + INSERT);
    insert.put("target", uri + "/Actions/" + INSERT).put("@Redfish.ActionInfo", uri + "/" + INFO);
    Documents.words(insert, "TransferMethod@Redfish.AllowableValues", List.of("Stream"));
    Documents.words(
        insert, "TransferProtocolType@Redfish.AllowableValues", List.of("HTTP", "HTTPS"));
    actions.putObject("#" + EJECT).put("target", uri + "/Actions/" + EJECT);
    return json;
  }

  private static String name(URI image) {
    String path = Optional.ofNullable(image.getPath()).orElse("");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String protocol(URI image) {
    return switch (Optional.ofNullable(image.getScheme()).orElse("file")) {
      case "http" -> "HTTP";
      case "https" -> "HTTPS";
      default -> OTHER;
    };
  }

  /** What {@code InsertMedia} takes (schema {@code ActionInfo}). */
  private Reply info(Call call) {
    ServedNode served = drive(call);
    ObjectNode json =
        Documents.resource(call.path(), Schema.ACTION_INFO, INFO, "Parameters of InsertMedia");
    ArrayNode parameters = json.putArray("Parameters");
    parameter(parameters, "Image", true, "String", images(served));
    parameter(parameters, "Inserted", false, "Boolean", List.of("true"));
    parameter(parameters, "WriteProtected", false, "Boolean", List.of("true"));
    parameter(parameters, "TransferMethod", false, "String", List.of("Stream"));
    parameter(parameters, "TransferProtocolType", false, "String", List.of("HTTP", "HTTPS"));
    return Reply.ok(json);
  }

  private static void parameter(
      ArrayNode parameters, String name, boolean required, String type, List<String> values) {
    ObjectNode parameter =
        parameters.addObject().put("Name", name).put("Required", required).put("DataType", type);
    if (!values.isEmpty()) {
      Documents.words(parameter, "AllowableValues", values);
    }
  }

  private Reply insert(Call call) {
    ServedNode served = drive(call);
    Optional<String> boundary = call.request().header("content-type").flatMap(Multipart::boundary);
    if (boundary.isPresent()) {
      Multipart body = new Multipart(call.request().body().stream(), boundary.get());
      try (ImageShelf.Kept image = uploads.receive(served, body)) {
        Command insert = new Command.InsertMedia(image.file().toUri());
        return change("Insert media", insert, served, call);
      }
    }
    return change("Insert media", new Command.InsertMedia(wanted(call, served)), served, call);
  }

  private static List<String> images(ServedNode served) {
    return served.offered().images().stream().map(URI::toString).toList();
  }

  private static URI wanted(Call call, ServedNode served) {
    Fields fields = call.parameters(INSERT).need("Image");
    Optional<URI> image = fields.text("Image", LONGEST_URL).flatMap(text -> url(fields, text));
    List<URI> offered = served.offered().images();
    image
        .filter(each -> !offered.isEmpty() && !offered.contains(each))
        .ifPresent(_ -> fields.notInList("Image"));
    Optional<Boolean> inserted = fields.flag("Inserted");
    Optional<Boolean> writeProtected = fields.flag("WriteProtected");
    fields.choice("TransferMethod", METHODS);
    fields.choice("TransferProtocolType", PROTOCOLS);
    for (String unsupported : Set.of("UserName", "Password", "MediaType")) {
      if (fields.has(unsupported)) {
        throw new RedfishException(
            400,
            Message.of(BaseMessage.ACTION_PARAMETER_NOT_SUPPORTED, unsupported, INSERT)
                .about("/" + unsupported));
      }
    }
    // A CD cannot be written, and one that is there but not inserted there is not.
    inserted.filter(yes -> !yes).ifPresent(_ -> fields.notInList("Inserted"));
    writeProtected.filter(yes -> !yes).ifPresent(_ -> fields.notInList("WriteProtected"));
    fields.end();
    return image.orElseThrow();
  }

  /** Only http and https: a client must not have files of this host read. */
  private static Optional<URI> url(Fields fields, String text) {
    Optional<URI> url = WebAddress.parse(text);
    if (url.isEmpty()) {
      fields.malformed("Image");
    }
    return url;
  }

  private Reply eject(Call call) {
    ServedNode served = drive(call);
    call.parameters(EJECT).end();
    return change("Eject media", new Command.EjectMedia(), served, call);
  }

  private Reply change(String name, Command command, ServedNode served, Call call) {
    Task task = tasks.begin(name, served.id());
    AtomicReference<EventLog.Subscription> listening = new AtomicReference<>(() -> {});
    listening.set(
        served
            .node()
            .events()
            .listen(
                event -> {
                  if (event.kind() == Event.Kind.MEDIA) {
                    listening.getAndSet(() -> {}).close();
                    end(task, event.message(), command, served.node().status());
                    uploads.tidy(served);
                  }
                }));
    Answer answer = served.node().submit(command, call.origin());
    if (!(answer instanceof Answer.Accepted)) {
      listening.getAndSet(() -> {}).close();
      tasks.remove(task);
      uploads.tidy(served);
      NodeAnswer.check(answer, served);
      return Reply.noContent();
    }
    if (task.await(PATIENCE).isPresent()) {
      tasks.remove(task);
    }
    return TaskResources.answer(task);
  }

  /** The drive has what it was to have, or its node says why not. */
  private static void end(Task task, String message, Command command, NodeStatus status) {
    Optional<URI> wanted =
        command instanceof Command.InsertMedia insert
            ? Optional.of(insert.image())
            : Optional.empty();
    if (status.media().equals(wanted)) {
      task.succeed();
      return;
    }
    task.fail(
        wanted
            .map(
                image ->
                    Message.of(
                        BaseMessage.ACTION_PARAMETER_VALUE_FORMAT_ERROR,
                        image.toString(),
                        "Image",
                        INSERT))
            .orElseGet(() -> Message.of(BaseMessage.OPERATION_FAILED))
            .advising("The node says: " + message + "."));
  }
}
