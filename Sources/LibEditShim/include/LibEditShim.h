// libedit in a form that Swift can call: fixed signatures for its variadic functions, and what Swift's C library
// module lacks. Only the prompt's read loop imports this.
#ifndef LIB_EDIT_SHIM_H
#define LIB_EDIT_SHIM_H

#include <termios.h>
#include <histedit.h>
#include <stddef.h>
#include <stdio.h>
#include <wchar.h>

/// A function bound to a key; it receives the editor and the character typed, and returns a CC_ code.
typedef unsigned char (*shim_command)(EditLine *editor, wint_t character);
/// Reads the next character; returns 1 on success, 0 at the end, -1 after an error.
typedef int (*shim_reader)(EditLine *editor, wchar_t *character);
/// Receives the editor's output; returns the number of bytes consumed.
typedef long (*shim_writer)(void *context, const char *bytes, size_t count);

/// A stream whose output is passed to a function.
FILE *shim_output_stream(void *context, shim_writer writer);
EditLine *shim_editor(const char *program, FILE *output);

void shim_set_emacs(EditLine *editor);
void shim_set_history(EditLine *editor, HistoryW *history);
void shim_set_reader(EditLine *editor, shim_reader reader);
void shim_set_context(EditLine *editor, void *context);
void *shim_context(EditLine *editor);
void shim_add_command(EditLine *editor, const wchar_t *name, const wchar_t *help, shim_command command);
void shim_bind(EditLine *editor, const wchar_t *key, const wchar_t *name);
/// The same for vi's command mode.
void shim_bind_command_mode(EditLine *editor, const wchar_t *key, const wchar_t *name);
int shim_is_vi(EditLine *editor);
/// Makes Ctrl-C a character while a line is edited, and a signal while a statement is running.
void shim_take_interrupts(EditLine *editor);
/// Prepares the terminal for editing, or restores it.
void shim_prepare_terminal(EditLine *editor, int is_editing);

void shim_history_size(HistoryW *history, int size);
void shim_history_add(HistoryW *history, const wchar_t *line);

/// Selects the user's locale, but with UTF-8 even if the locale has a different encoding.
void shim_choose_locale(void);

/// Sets a flag on SIGINT from now on; the functions below query and clear it.
void shim_watch_interrupts(void);
int shim_was_interrupted(void);
void shim_forget_interrupt(void);

/// If a signal ends the program, the terminal is restored to these modes first.
void shim_give_back_at_end(const struct termios *modes);

/// Sets a flag on SIGWINCH from now on; querying it clears it.
void shim_watch_resizes(void);
int shim_was_resized(void);

#endif
