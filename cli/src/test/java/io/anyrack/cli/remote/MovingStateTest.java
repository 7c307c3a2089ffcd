package io.anyrack.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyrack.service.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service knows, on its way back from its server. */
class MovingStateTest {
  @TempDir Path directory;
  private FakeServer server;
  private Path there;
  private StateDirectory here;

  @BeforeEach
  void begin() throws IOException {
    server = FakeServer.in(directory);
    there = Files.createDirectories(server.home().resolve("state"));
    Files.createDirectories(there.resolve("nodes/node-1"));
    Files.writeString(there.resolve("bmcs.json"), "{\"node-1\": 1}");
    Files.writeString(there.resolve("nodes/node-1/state.json"), "{\"state\": \"On\"}");
    Files.writeString(there.resolve("nodes/node-1/disk.img"), "not ours");
    Files.writeString(there.resolve("clouds.yaml"), "its own way to the cloud");
    here = new StateDirectory(directory.resolve("here"));
    here.create();
    Files.writeString(here.bmcs(), "older");
  }

  private void bringBack() {
    new MovingState(here).bringBack(server.ssh(), there.toString());
  }

  @Test
  void isTheSameHere() throws IOException {
    bringBack();

    assertThat(Files.readString(here.bmcs())).isEqualTo("{\"node-1\": 1}");
    assertThat(Files.readString(here.journal("node-1"))).isEqualTo("{\"state\": \"On\"}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(here.journal("node-1"))))
        .isEqualTo("rw-------");
    assertThat(here.root().resolve("clouds.yaml")).doesNotExist();
    assertThat(here.nodes().resolve("node-1/disk.img")).doesNotExist();
  }

  @Test
  void aServerThatSaysSomethingElseIsNotBelieved() throws IOException {
    Path answer = server.home().resolve(".bin/base64");
    FakeServer.executable(
        Files.writeString(answer, "#!/bin/sh\nprintf 'H4sI\\n../evil.json H4sI'\n"));
    FakeServer.executable(
        Files.writeString(server.home().resolve(".bin/tr"), "#!/bin/sh\nexec cat\n"));

    assertThatThrownBy(this::bringBack).isInstanceOf(RemoteException.class);
    assertThat(directory.resolve("evil.json")).doesNotExist();
  }

  @Test
  void whereThereIsNoneNothingChanges() throws IOException {
    assertThatThrownBy(
            () -> new MovingState(here).bringBack(server.ssh(), there.resolve("no").toString()))
        .isInstanceOf(RemoteException.class);
    assertThat(Files.readString(here.bmcs())).isEqualTo("older");
  }
}
