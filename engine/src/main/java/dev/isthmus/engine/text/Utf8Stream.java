package dev.isthmus.engine.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Appends each id's bytes and gives out whole characters only. */
final class Utf8Stream implements TokenStream {

  private final TokenTexts texts;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] incomplete = new byte[0];

  Utf8Stream(TokenTexts texts) {
    this.texts = texts;
  }

  @Override
  public String push(int id) {
    return texts.isSpecial(id) ? "" : decode(texts.of(id), false);
  }

  @Override
  public String finish() {
    return decode(new byte[0], true);
  }

  private String decode(byte[] more, boolean end) {
    ByteBuffer in =
        ByteBuffer.allocate(incomplete.length + more.length).put(incomplete).put(more).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 2);
    decoder.decode(in, out, end);
    if (end) {
      decoder.flush(out);
      decoder.reset();
    }
    incomplete = new byte[in.remaining()];
    in.get(incomplete);
    return out.flip().toString();
  }
}
