package dev.isthmus.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar says, and the Java that runs it. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"isthmus " + own() + " (Java " + Runtime.version() + ")"};
  }

  static String own() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
