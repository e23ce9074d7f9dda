package io.gridproof.cli;

import io.gridproof.results.DeterminismException;
import io.gridproof.study.InputException;
import io.gridproof.study.Passwords;
import io.gridproof.sweep.EngineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The application that spark-submit starts: one verb, its arguments, an exit status. */
@Command(
    name = "submit.sh",
    description = "Gridproof runs neural-network sweeps that you can prove.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      DataCommand.class,
      SqlCommand.class,
      PredictCommand.class,
      BenchCommand.class,
    },
    footer = {
      "",
      "Everything before VERB goes to spark-submit. VERB --help explains a verb.",
      "Exit status: 0 done; 1 done, but some trials failed or a digest differs; 2 bad input,"
          + " nothing was written; 3 the engine or storage failed, run again to continue."
    })
public final class Main implements Callable<Integer> {

  /** The exit status of every verb. */
  static final int DONE = 0;

  static final int DONE_WITH_FAILURES = 1;
  static final int BAD_INPUT = 2;
  static final int ENGINE_FAILED = 3;

  private Main() {}

  public static void main(String[] arguments) {
    int status = ENGINE_FAILED;
    try {
      status = execute(commandLine(), arguments);
      Sessions.close();
    } catch (RuntimeException | Error e) {
      // Without this the JVM would end with 1, which says that a study was trained.
      e.printStackTrace();
    }
    // YARN takes a driver that exits before its main method has returned for a failed one.
    if (status != DONE) {
      System.exit(status);
    }
  }

  /** Checks what no verb may repeat, then executes the verb. */
  static int execute(CommandLine line, String... arguments) {
    try {
      for (String argument : arguments) {
        Passwords.refuse(argument, "the command line");
      }
    } catch (InputException refusal) {
      return report(line.getErr(), refusal, line.getExitCodeExceptionMapper());
    }
    return line.execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(Main::status)
        .setExecutionExceptionHandler(
            (thrown, line, parsed) -> {
              Exception failure =
                  thrown instanceof UncheckedIOException storage ? storage.getCause() : thrown;
              if (isUnexpected(failure)) {
                failure.printStackTrace(line.getErr());
              }
              return report(line.getErr(), failure, line.getExitCodeExceptionMapper());
            })
        .setParameterExceptionHandler(
            (mistake, words) -> {
              CommandLine where = mistake.getCommandLine();
              boolean verb =
                  where.getParent() == null && mistake instanceof UnmatchedArgumentException;
              where
                  .getErr()
                  .println(verb ? unknownVerb(where, words[0]) : oneLine(mistake) + help(mistake));
              return BAD_INPUT;
            });
  }

  @Override
  public Integer call() {
    CommandLine.usage(this, System.err);
    return BAD_INPUT;
  }

  private static int report(
      PrintWriter out, Exception failure, CommandLine.IExitCodeExceptionMapper status) {
    out.println(oneLine(failure));
    return status.getExitCode(failure);
  }

  private static int status(Throwable failure) {
    if (failure instanceof InputException) {
      return BAD_INPUT;
    }
    return failure instanceof DeterminismException ? DONE_WITH_FAILURES : ENGINE_FAILED;
  }

  /** Whether a stack trace tells more than the message. */
  private static boolean isUnexpected(Throwable failure) {
    return !(failure instanceof InputException)
        && !(failure instanceof DeterminismException)
        && !(failure instanceof EngineException)
        && !(failure instanceof IOException);
  }

  private static String oneLine(Exception failure) {
    return "error: " + String.valueOf(failure.getMessage()).replaceAll("\\R\\s*", " ");
  }

  private static String unknownVerb(CommandLine root, String found) {
    return "error: unknown verb `%s`; allowed: %s"
        .formatted(found, String.join(", ", root.getSubcommands().keySet()));
  }

  private static String help(ParameterException mistake) {
    return " (see " + mistake.getCommandLine().getCommandSpec().qualifiedName() + " --help)";
  }
}
