/**
 * What people read output on: the width of the screen, tables that fit it, pictures of characters.
 *
 * <p>May import: nothing of this project. Start with {@link io.gridproof.cli.terminal.TextTable}.
 */
package io.gridproof.cli.terminal;
