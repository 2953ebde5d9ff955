/** An embedded Kafka broker in a process of its own. */
package dev.isthmus.local.broker;
