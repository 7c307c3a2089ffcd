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
record FakeServer(Path home, Path program) {
  static FakeServer in(Path directory) throws IOException {
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

  Ssh ssh() {
    return new Ssh(
        program,
        new Ssh.Target(
            "debian", "192.0.2.9", 22, "id-1", home.resolve(".known_hosts"), Optional.empty()));
  }
}
