package dev.isthmus.router.fake;

import dev.isthmus.engine.text.TokenStream;
import dev.isthmus.engine.text.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Ids below 256 are bytes; those above are special. */
public final class ToyTokenizer implements Tokenizer {

  @Override
  public int[] encode(String text, boolean addSpecial) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes[i] & 0xFF;
    }
    return ids;
  }

  @Override
  public String decode(int[] ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      if (!isSpecial(id)) {
        bytes.write(id);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isSpecial(int id) {
    return id > 255;
  }

  @Override
  public int vocabulary() {
    return ToyModel.VOCABULARY;
  }

  @Override
  public TokenStream stream() {
    return new Bytes();
  }

  @Override
  public String fingerprint() {
    return "toy";
  }

  @Override
  public void close() {}

  private static final class Bytes implements TokenStream {

    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
    private final ByteBuffer pending = ByteBuffer.allocate(8);

    @Override
    public String push(int id) {
      if (id > 255) {
        return "";
      }
      pending.put((byte) id).flip();
      CharBuffer out = CharBuffer.allocate(8);
      decoder.decode(pending, out, false);
      pending.compact();
      return out.flip().toString();
    }

    @Override
    public String finish() {
      pending.flip();
      CharBuffer out = CharBuffer.allocate(8);
      decoder.decode(pending, out, true);
      return out.flip().toString();
    }
  }
}
