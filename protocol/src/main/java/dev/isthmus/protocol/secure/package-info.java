/** Mutual TLS between routers and agents: files, identities, and who is let in. */
package dev.isthmus.protocol.secure;
