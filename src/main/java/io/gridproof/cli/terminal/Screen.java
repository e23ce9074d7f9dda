package io.gridproof.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * What people read output on.
 *
 * @param columns of a line; {@link #UNLIMITED} where output is no terminal
 * @param charset of what is written
 */
public record Screen(int columns, Charset charset) {
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** The file descriptors that {@link #isTerminal} asks for. */
  public static final int STDIN = 0;

  public static final int STDOUT = 1;
  public static final int STDERR = 2;

  private static final int USUAL_COLUMNS = 80;
  private static final File TERMINAL = new File("/dev/tty");

  public static Screen ofStandardOutput() {
    return of(STDOUT);
  }

  /** The terminal, if the descriptor is one; {@code $COLUMNS} overrides its width. */
  public static Screen of(int descriptor) {
    return new Screen(isTerminal(descriptor) ? terminalColumns() : UNLIMITED, standardCharset());
  }

  public boolean showsUnicode() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  /** Unlike {@code System.console()} this tells standard input from standard output. */
  public static boolean isTerminal(int descriptor) {
    try {
      return new ProcessBuilder("test", "-t", String.valueOf(descriptor))
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int terminalColumns() {
    return Stream.of(System.getenv().getOrDefault("COLUMNS", ""), terminalSize())
        .map(text -> text.replaceFirst(".* ", "").strip())
        .filter(columns -> columns.matches("[1-9][0-9]{0,5}"))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(USUAL_COLUMNS);
  }

  /** Rows and columns, or nothing. */
  private static String terminalSize() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(TERMINAL)
              .redirectError(Redirect.DISCARD)
              .start();
      try (InputStream size = stty.getInputStream()) {
        return new String(size.readAllBytes(), StandardCharsets.US_ASCII);
      }
    } catch (IOException e) {
      return "";
    }
  }

  private static Charset standardCharset() {
    return Stream.of("stdout.encoding", "sun.stdout.encoding")
        .map(System::getProperty)
        .filter(name -> name != null && Charset.isSupported(name))
        .map(Charset::forName)
        .findFirst()
        .orElse(Charset.defaultCharset());
  }
}
