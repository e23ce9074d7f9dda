package io.gridproof.cli;

import io.gridproof.TestSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What the real entry point did with some arguments, on the tests' Spark session.
 *
 * @param out what went to standard output
 * @param err what went to standard error
 */
record CommandLineRun(int status, String out, String err) {

  static CommandLineRun of(String... arguments) {
    TestSpark.session();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return new CommandLineRun(Main.execute(line, arguments), out.toString(), err.toString());
  }
}
