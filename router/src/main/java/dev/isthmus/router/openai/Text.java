package dev.isthmus.router.openai;

/** Text from clients. */
final class Text {

  private Text() {}

  /**
   * Refuses halves of surrogate pairs, which JSON can write and UTF-8 cannot.
   *
   * @param where the field's name
   */
  static String whole(String text, String where) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw ApiException.invalid(
            where, where + " holds half a surrogate pair at character " + i + "; it is no text");
      }
    }
    return text;
  }
}
