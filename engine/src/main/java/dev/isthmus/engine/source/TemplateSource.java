package dev.isthmus.engine.source;

/**
 * A chat template and what it sees besides the messages.
 *
 * @param jinja the template's text
 * @param bosToken text of the begin-of-text token, or empty
 * @param eosToken text of the end token, or empty
 */
public record TemplateSource(String jinja, String bosToken, String eosToken) {}
