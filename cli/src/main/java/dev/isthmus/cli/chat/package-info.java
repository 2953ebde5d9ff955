/** Talks to a router through its OpenAI API, as any client would. */
package dev.isthmus.cli.chat;
