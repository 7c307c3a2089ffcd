package io.anyrack.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.anyrack.cli.LogSettings;
import java.io.Console;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLConnection;
import java.nio.channels.Channel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.text.DateFormat;
import java.util.Calendar;
import java.util.Date;
import java.util.TimeZone;
import java.util.Timer;

/** The habits of the house: what code of a kind leaves to others. */
@AnalyzeClasses(packages = "io.anyrack", importOptions = ImportOption.DoNotIncludeTests.class)
final class HabitsTest {
  private static final DescribedPredicate<JavaClass> NETWORK =
      assignableTo(NetworkChannel.class)
          .or(assignableTo(Socket.class))
          .or(assignableTo(ServerSocket.class))
          .or(assignableTo(DatagramSocket.class))
          .or(assignableTo(URLConnection.class))
          .or(assignableTo(Selector.class))
          .or(resideInAnyPackage("java.net.http..", "com.sun.net.httpserver..", "javax.net.."))
          .as("sockets, channels and HTTP");

  private static final DescribedPredicate<JavaClass> FILES =
      belongToAnyOf(
              Files.class,
              File.class,
              FileInputStream.class,
              FileOutputStream.class,
              RandomAccessFile.class)
          .or(assignableTo(Channel.class))
          .as("files and channels");

  private static final DescribedPredicate<JavaClass> CODECS =
      describe("codecs", (JavaClass type) -> type.getSimpleName().endsWith("Codec"))
          .or(
              resideInAnyPackage(
                  "io.anyrack.ipmi.message",
                  "io.anyrack.ipmi.rmcp",
                  "io.anyrack.ipmi.rmcpplus",
                  "io.anyrack.local.ethernet",
                  "io.anyrack.local.ip"));

  @ArchTest
  static final ArchRule RACK_HAS_NO_NETWORK =
      noClasses()
          .that()
          .resideInAPackage("io.anyrack.rack..")
          .should()
          .dependOnClassesThat(NETWORK)
          .because("what talks to the network implements a port of rack, elsewhere");

  @ArchTest
  static final ArchRule CODECS_DO_NO_IO =
      noClasses()
          .that(CODECS)
          .should()
          .dependOnClassesThat(NETWORK.or(FILES))
          .because("a codec is bytes in, records out: then a test needs nothing but bytes");

  @ArchTest
  static final ArchRule ONLY_CLI_ENDS_THE_PROCESS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.anyrack.cli..")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .because("only main() knows what an exit code means");

  @ArchTest
  static final ArchRule ONLY_CLI_PRINTS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.anyrack.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .dependOnClassesThat(belongToAnyOf(Console.class))
          .orShould()
          .callMethod(Throwable.class, "printStackTrace")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace", PrintStream.class)
          .because("stdout is data and stderr is talk, and both belong to the command line");

  @ArchTest
  static final ArchRule ONE_LOGGER =
      noClasses()
          .that()
          .doNotBelongToAnyOf(LogSettings.class) // it sets up what is behind System.Logger
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.util.logging..", "org.slf4j..", "org.apache.log4j..", "org.apache.logging..")
          .because("System.Logger needs no dependency and lets the operator choose");

  @ArchTest
  static final ArchRule NEW_TIME =
      noClasses()
          .should()
          .dependOnClassesThat(
              belongToAnyOf(Date.class, Calendar.class, TimeZone.class, Timer.class)
                  .or(assignableTo(DateFormat.class)))
          .because("java.time says what it means; a clock is passed in");

  @ArchTest
  static final ArchRule NO_STATIC_STATE =
      fields()
          .that()
          .areStatic()
          .should()
          .beFinal()
          .because("state belongs to an object that somebody made and owns");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_IT_IS =
      noClasses()
          .that()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Base)")
          .because("a name is what it is on the wire or in the world, not a pattern");
}
