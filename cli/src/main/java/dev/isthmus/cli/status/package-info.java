/** What a running fleet is doing, from the operator's state folder. */
package dev.isthmus.cli.status;
