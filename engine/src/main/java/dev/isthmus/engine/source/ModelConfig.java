package dev.isthmus.engine.source;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A model's configuration.
 *
 * @param modelType Hugging Face's {@code model_type}: llama, qwen2, qwen3, mistral, mixtral,
 *     qwen2_moe, qwen3_moe, olmoe
 * @param fields the whole of it in the dialect of transformers 5 ({@code rope_parameters}, {@code
 *     dtype})
 * @param origin the file that it came from, for messages
 */
public record ModelConfig(String modelType, JsonNode fields, String origin) {}
