/**
 * The command line, one class for each verb. Rooms of their own hold what several verbs share.
 *
 * <p>May import: everything; nothing imports this. Start with {@link io.gridproof.cli.Main}, then
 * {@link io.gridproof.cli.RunCommand}.
 */
package io.gridproof.cli;
