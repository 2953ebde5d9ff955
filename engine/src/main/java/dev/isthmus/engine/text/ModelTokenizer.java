package dev.isthmus.engine.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.isthmus.engine.source.Json;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A tokenizer.json, read by Hugging Face's own tokenizers. */
public final class ModelTokenizer implements Tokenizer {

  private final HuggingFaceTokenizer tokenizer;
  private final TokenTexts texts;

  private ModelTokenizer(HuggingFaceTokenizer tokenizer, TokenTexts texts) {
    this.tokenizer = tokenizer;
    this.texts = texts;
  }

  /**
   * @param json a whole tokenizer.json
   */
  public static ModelTokenizer of(byte[] json) {
    TokenTexts texts = TokenTexts.read(Json.object(json, "tokenizer.json"));
    // DJL's defaults cut text at 512 tokens and pad
    Map<String, String> options =
        Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");
    try {
      return new ModelTokenizer(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options), texts);
    } catch (IOException | RuntimeException e) {
      throw new ModelRefusedException(
          Reason.UNSUPPORTED_TOKENIZER,
          "tokenizer.json cannot be used: " + e.getMessage() + ".",
          e);
    }
  }

  @Override
  public int[] encode(String text, boolean addSpecial) {
    return LongStream.of(tokenizer.encode(text, addSpecial, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  @Override
  public String decode(int[] ids) {
    return tokenizer.decode(IntStream.of(ids).asLongStream().toArray(), false);
  }

  @Override
  public boolean isSpecial(int id) {
    return texts.isSpecial(id);
  }

  @Override
  public int vocabulary() {
    return texts.size();
  }

  @Override
  public TokenStream stream() {
    return new Utf8Stream(texts);
  }

  @Override
  public String fingerprint() {
    return texts.fingerprint();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
