package io.anyrack.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/**
 * The borders of the house: who may know whom. Arrows point downwards only.
 *
 * <pre>
 *            cli
 *   ┌─────────┼───────┬──────────┬─────────┐
 * service   netboot  local   openstack  netsync
 *   ├──────┐  │        │         │         │
 *   │ ipmi,   │        │         │         │
 *   │ redfish │        │         │         │
 *   └──────┴──┴─ rack ─┴─────────┴─────────┘
 * </pre>
 */
@AnalyzeClasses(packages = "io.anyrack", importOptions = ImportOption.DoNotIncludeTests.class)
final class BordersTest {

  @ArchTest
  static final ArchRule RACK_KNOWS_NOBODY =
      classes()
          .that()
          .resideInAPackage("io.anyrack.rack..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.anyrack.rack..",
              "java..",
              "org.jspecify..",
              "org.snakeyaml.engine..",
              "tools.jackson..",
              "com.fasterxml.jackson.annotation..")
          .because("rack is the heart: all depend on it, so it depends on YAML and JSON only");

  @ArchTest
  static final ArchRule IPMI_KNOWS_RACK =
      knowsOnly("ipmi", "rack").because("a front door knows the wire and the node, and no cloud");

  @ArchTest
  static final ArchRule REDFISH_KNOWS_RACK =
      knowsOnly("redfish", "rack")
          .because("a front door knows the wire and the node, and no cloud");

  @ArchTest
  static final ArchRule ONE_PACKAGE_KNOWS_THE_HTTP_SERVER =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.anyrack.redfish.server")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.helidon..")
          .because("the server can be changed, and everything else is tested without one");

  @ArchTest
  static final ArchRule NETBOOT_KNOWS_RACK =
      knowsOnly("netboot", "rack").because("boot services serve the nodes of every cloud");

  @ArchTest
  static final ArchRule LOCAL_KNOWS_RACK =
      knowsOnly("local", "rack").because("a cloud implements the ports of rack and nothing else");

  @ArchTest
  static final ArchRule OPENSTACK_KNOWS_RACK =
      knowsOnly("openstack", "rack")
          .because("a cloud implements the ports of rack and nothing else");

  @ArchTest
  static final ArchRule NETSYNC_KNOWS_RACK =
      knowsOnly("netsync", "rack")
          .because("what is said and whose ports are changed comes through ports of rack");

  @ArchTest
  static final ArchRule SERVICE_KNOWS_RACK_AND_DOORS =
      knowsOnly("service", "rack", "ipmi", "redfish")
          .because("the service gets clouds and boot services through ports; only cli wires");

  @ArchTest
  static final ArchRule NO_CIRCLES =
      slices()
          .matching("io.anyrack.(**)")
          .should()
          .beFreeOfCycles()
          .because("packages that need each other are one package");

  private static ArchRule knowsOnly(String module, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(module), Stream.of(others))
            .map(each -> "io.anyrack." + each + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("io.anyrack." + module + "..")
        .should()
        .dependOnClassesThat(resideInAPackage("io.anyrack..").and(not(resideInAnyPackage(allowed))))
        .as(module + " should know only " + String.join(", ", others));
  }
}
