/** The way between two sites: a TCP relay that delays, limits and cuts as told. */
package dev.isthmus.local.link;
