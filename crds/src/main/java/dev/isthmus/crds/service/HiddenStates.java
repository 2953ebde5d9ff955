package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How hidden states travel from stage to stage. */
public enum HiddenStates {
  /** As they are: the bits of one engine. */
  @JsonProperty("Fp32")
  FP32,
  /** In half of the bytes, rounded. */
  @JsonProperty("Bf16")
  BF16,
  /** In a quarter, with a scale for each token. */
  @JsonProperty("Int8")
  INT8
}
