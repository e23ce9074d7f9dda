package io.gridproof;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInput;
import java.io.Serializable;
import java.util.Set;

/** The layout of the packages: kernel <- nn <- study <- sweep, and Spark at the rim only. */
@AnalyzeClasses(packages = "io.gridproof", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String KERNEL = "io.gridproof.kernel..";
  private static final String NN = "io.gridproof.nn..";
  private static final String STUDY = "io.gridproof.study..";
  private static final String DATA = "io.gridproof.data..";
  private static final String SWEEP = "io.gridproof.sweep..";
  private static final String RESULTS = "io.gridproof.results..";
  private static final String CLI = "io.gridproof.cli..";

  private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("io.gridproof..");

  /** What {@link Math} computes otherwise on other machines or in other versions of Java. */
  private static final Set<String> INEXACT =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos", "tan",
          "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh");

  @ArchTest
  static final ArchRule theKernelKnowsNoOtherPackage =
      noClasses()
          .that()
          .resideInAPackage(KERNEL)
          .should()
          .dependOnClassesThat(OURS.and(not(resideInAPackage(KERNEL))));

  @ArchTest
  static final ArchRule theNetworkKnowsTheKernelOnly =
      noClasses()
          .that()
          .resideInAPackage(NN)
          .should()
          .dependOnClassesThat(OURS.and(not(resideInAnyPackage(KERNEL, NN))));

  @ArchTest
  static final ArchRule aStudyKnowsTheNetworkAndTheKernelOnly =
      noClasses()
          .that()
          .resideInAPackage(STUDY)
          .should()
          .dependOnClassesThat(OURS.and(not(resideInAnyPackage(KERNEL, NN, STUDY))));

  @ArchTest
  static final ArchRule nobodyKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  /** Verbs use the rooms, and no room knows a verb. */
  @ArchTest
  static final ArchRule theRoomsOfTheCommandLineKnowNoVerb =
      noClasses()
          .that()
          .resideInAPackage("io.gridproof.cli.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gridproof.cli");

  @ArchTest
  static final ArchRule theTerminalKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("io.gridproof.cli.terminal..")
          .should()
          .dependOnClassesThat(OURS.and(not(resideInAPackage("io.gridproof.cli.terminal.."))));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.gridproof.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheKernelKnowsVectors =
      noClasses()
          .that()
          .resideOutsideOfPackage(KERNEL)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..");

  @ArchTest
  static final ArchRule onlyTheRimKnowsSparkAndHadoop =
      noClasses()
          .that()
          .resideOutsideOfPackages(DATA, SWEEP, RESULTS, CLI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..", "scala..");

  /** What is stored is data: bytes that somebody else wrote never become objects. */
  @ArchTest
  static final ArchRule nobodyDeserializesObjects =
      noClasses().should().dependOnClassesThat(assignableTo(ObjectInput.class));

  @ArchTest
  static final ArchRule theKernelAndTheNetworkNeedNothingButTheJdk =
      classes()
          .that()
          .resideInAnyPackage(KERNEL, NN)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.gridproof..", "java..", "jdk.incubator.vector..", "com.sun.management..");

  @ArchTest
  static final ArchRule theKernelAndTheNetworkDoNoInputOrOutput =
      noClasses()
          .that()
          .resideInAnyPackage(KERNEL, NN)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
                  .and(not(equivalentTo(Serializable.class))));

  @ArchTest
  static final ArchRule noTrialUsesAFunctionThatHasOtherBitsElsewhere =
      noClasses()
          .that()
          .resideInAnyPackage(KERNEL, NN)
          .should()
          .accessTargetWhere(
              describe(
                  "is an inexact function of Math or StrictMath",
                  (JavaAccess<?> access) ->
                      Set.of("java.lang.Math", "java.lang.StrictMath")
                              .contains(access.getTargetOwner().getName())
                          && INEXACT.contains(access.getName())));

  @ArchTest
  static final ArchRule noTrialAsksTheClockOrARandomGenerator =
      noClasses()
          .that()
          .resideInAnyPackage(KERNEL, NN)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.time..", "java.util.random..")
                  .or(describe("are random", ArchitectureTest::isRandom)))
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  private static boolean isRandom(JavaClass type) {
    return type.getPackageName().startsWith("java.util") && type.getSimpleName().endsWith("Random");
  }
}
