package dev.isthmus.cli.up;

import dev.isthmus.local.link.LinkProfile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code --wan}. */
public final class WanOption implements ITypeConverter<LinkProfile> {

  @Override
  public LinkProfile convert(String text) {
    try {
      return LinkProfile.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
