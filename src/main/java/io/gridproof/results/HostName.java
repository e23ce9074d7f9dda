package io.gridproof.results;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What results and messages call a machine. Spark's own name for it may be an address. */
public final class HostName {
  private HostName() {}

  public static String ofThisMachine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
    }
  }
}
