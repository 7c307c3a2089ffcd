package io.anyrack.redfish.resource;

import io.anyrack.redfish.account.Privilege;
import io.anyrack.redfish.http.Call;
import io.anyrack.redfish.http.Reply;
import io.anyrack.redfish.http.RouteTable;
import io.anyrack.redfish.message.BaseMessage;
import io.anyrack.redfish.message.Message;
import io.anyrack.redfish.message.RedfishException;
import io.anyrack.redfish.schema.Documents;
import io.anyrack.redfish.schema.Schema;
import io.anyrack.redfish.task.Task;
import io.anyrack.redfish.task.TaskBook;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks and their monitors (DSP0266 §12). */
public final class TaskResources {
  private static final String SERVICE = "/redfish/v1/TaskService";

  /** After how many seconds a monitor is worth another look. */
  private static final String RETRY_AFTER = "1";

  private final TaskBook tasks;
  private final InstantSource clock;

  /** The tasks of a book. */
  public TaskResources(TaskBook tasks, InstantSource clock) {
    this.tasks = tasks;
    this.clock = clock;
  }

  /** Adds their places. */
  public void addTo(RouteTable.Builder routes) {
    routes
        .get("/redfish/v1/TaskService", _ -> Reply.ok(service()))
        .get("/redfish/v1/TaskService/Tasks", this::list)
        .get("/redfish/v1/TaskService/Tasks/{task}", call -> Reply.ok(document(task(call))))
        .on(
            "DELETE",
            "/redfish/v1/TaskService/Tasks/{task}",
            Privilege.CONFIGURE_COMPONENTS,
            this::remove)
        .get("/redfish/v1/TaskService/TaskMonitors/{task}", this::monitor);
  }

  private ObjectNode service() {
    ObjectNode json =
        Documents.resource(SERVICE, Schema.TASK_SERVICE, "TaskService", "Task Service");
    json.put("ServiceEnabled", true)
        .put("CompletedTaskOverWritePolicy", "Oldest")
        .put("LifeCycleEventOnTaskStateChange", false)
        .put("DateTime", Times.text(clock.instant()));
    Documents.status(json, "Enabled", "OK");
    Documents.link(json, "Tasks", SERVICE + "/Tasks");
    return json;
  }

  private Reply list(Call call) {
    return Reply.ok(
        Documents.collection(
            SERVICE + "/Tasks",
            "Task",
            "Task Collection",
            tasks.of(call.identity()).stream().map(Task::id).toList()));
  }

  private Task task(Call call) {
    return tasks
        .get(call.identity(), call.arg(0))
        .orElseThrow(
            () ->
                new RedfishException(
                    404, Message.of(BaseMessage.RESOURCE_NOT_FOUND, "Task", call.arg(0))));
  }

  private static String monitor(Task task) {
    return SERVICE + "/TaskMonitors/" + task.id();
  }

  private static ObjectNode document(Task task) {
    String uri = SERVICE + "/Tasks/" + task.id();
    ObjectNode json = Documents.resource(uri, Schema.TASK, task.id(), task.name());
    Optional<Message> failure = task.end().flatMap(Task.End::failure);
    json.put(
            "TaskState",
            task.end().isEmpty() ? "Running" : failure.isEmpty() ? "Completed" : "Exception")
        .put("TaskStatus", failure.isEmpty() ? "OK" : "Warning")
        .put("StartTime", Times.text(task.started()))
        .put("PercentComplete", task.end().isEmpty() ? 0 : 100);
    task.end().ifPresent(end -> json.put("EndTime", Times.text(end.time())));
    json.put("TaskMonitor", monitor(task)).put("HidePayload", true);
    ArrayNode messages = json.putArray("Messages");
    failure.ifPresent(message -> messages.add(message.json()));
    return json;
  }

  private Reply remove(Call call) {
    tasks.remove(task(call));
    return Reply.noContent();
  }

  /** 202 while the task goes on, then what its request would have got. */
  private Reply monitor(Call call) {
    return answer(task(call));
  }

  /** What a request is answered that began a task. */
  static Reply answer(Task task) {
    if (task.end().isEmpty()) {
      return new Reply(
          202,
          Map.of("Location", monitor(task), "Retry-After", RETRY_AFTER),
          new Reply.Json(document(task)));
    }
    task.end()
        .flatMap(Task.End::failure)
        .ifPresent(
            message -> {
              throw new RedfishException(400, List.of(message), Map.of());
            });
    return Reply.noContent();
  }
}
