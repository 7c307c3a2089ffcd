package io.anyrack.cli.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A server that is this machine with another home directory: in place of OpenSSH's client stands a
 * script that runs the command here, and whose forwarded socket is a link.
 *
 * @param home the home directory there
 * @param program in place of {@code ssh}
 */
public record FakeServer(Path home, Path program) {
  /** A server whose files are below a directory. */
  public static FakeServer in(Path directory) throws IOException {
    Path home = Files.createDirectory(directory.resolve("home"));
    Path program =
        Files.writeString(
            directory.resolve("ssh"),
            """
            #!/bin/sh
            if [ -e %1$s/.closed ]; then
              cat %1$s/.closed >&2
              exit 255
            fi
            link=
            while [ $# -gt 1 ]; do
              if [ "$1" = -L ]; then
                link=${2%%%%:*}
                ln -s "${2#*:}" "$link"
              fi
              shift
            done
            # Nobody may become root there, and nothing starts services.
            HOME=%1$s PATH=%1$s/.bin:$PATH sh -c "$1"
            exit=$?
            [ -z "$link" ] || rm -f "$link"
            exit $exit
            """
                .formatted(home));
    executable(program);
    Path bin = Files.createDirectory(home.resolve(".bin"));
    executable(Files.writeString(bin.resolve("sudo"), "#!/bin/sh\nexit 1\n"));
    executable(
        Files.writeString(
            bin.resolve("id"),
            "#!/bin/sh\n[ \"$1\" = -u ] && echo 1000 || exec /usr/bin/id \"$@\"\n"));
    return new FakeServer(home, program);
  }

  /** This program as it is built, without packing it. */
  public static Distribution.Archive thisProgram(Path directory, String id)
      throws IOException, InterruptedException {
    return program(
        directory,
        id,
        "exec '%s/bin/java' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' io.anyrack.cli.Anyrack"
                .formatted(System.getProperty("java.home"), System.getProperty("java.class.path"))
            + " \"$@\"");
  }

  /** A program that is a script. */
  public static Distribution.Archive program(Path directory, String id, String script)
      throws IOException, InterruptedException {
    Path tree = Files.createDirectories(directory.resolve(id + "/bin"));
    executable(Files.writeString(tree.resolve("anyrack"), "#!/bin/sh\n" + script + "\n"));
    Path file = directory.resolve(id + ".tar.gz");
    String from = directory.resolve(id).toString();
    Process tar = new ProcessBuilder("tar", "-C", from, "-czf", file.toString(), "bin").start();
    if (tar.waitFor() != 0) {
      throw new IOException("tar failed");
    }
    return new Distribution.Archive(id, file);
  }

  static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** From now on SSH fails and says this. */
  void close(String why) throws IOException {
    Files.writeString(home.resolve(".closed"), why);
  }

  /** SSH works again. */
  void open() throws IOException {
    Files.deleteIfExists(home.resolve(".closed"));
  }

  /** Ends the service of a rack there. */
  public void end(String rack) {
    new Supervisor(ssh(), RemoteSystem.ask(ssh(), System.getProperty("os.arch")), rack).remove();
  }

  Ssh ssh() {
    return new Ssh(
        program,
        new Ssh.Target(
            "debian", "192.0.2.9", 22, "id-1", home.resolve(".known_hosts"), Optional.empty()));
  }
}
