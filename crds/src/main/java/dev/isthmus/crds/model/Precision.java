package dev.isthmus.crds.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How weights are held and multiplied. */
public enum Precision {
  /** 32-bit floats: the source's own results. */
  @JsonProperty("Fp32")
  FP32,
  /** 8-bit weights and activations, one activation scale per row, SmoothQuant folded in. */
  @JsonProperty("Int8")
  INT8,
  /** 4-bit weights in blocks of 32, on the file's own grid where it has one. */
  @JsonProperty("Int4")
  INT4
}
