// libedit as Swift can call it: fixed signatures over its variadic functions, and what Swift's C library module
// lacks. Only the prompt's read loop imports this.
#ifndef LIB_EDIT_SHIM_H
#define LIB_EDIT_SHIM_H

#include <termios.h>
#include <histedit.h>
#include <stddef.h>
#include <stdio.h>
#include <wchar.h>

/// A function bound to a key: the editor and the character that called it; answers with a CC_ code.
typedef unsigned char (*shim_command)(EditLine *editor, wint_t character);
/// Reads the next character; 1 where there is one, 0 at the end, -1 after an error.
typedef int (*shim_reader)(EditLine *editor, wchar_t *character);
/// Takes what the editor prints; answers how much of it was taken.
typedef long (*shim_writer)(void *context, const char *bytes, size_t count);

/// A stream whose output goes through a function.
FILE *shim_output_stream(void *context, shim_writer writer);
EditLine *shim_editor(const char *program, FILE *output);

void shim_set_emacs(EditLine *editor);
void shim_set_history(EditLine *editor, HistoryW *history);
void shim_set_reader(EditLine *editor, shim_reader reader);
void shim_set_context(EditLine *editor, void *context);
void *shim_context(EditLine *editor);
void shim_add_command(EditLine *editor, const wchar_t *name, const wchar_t *help, shim_command command);
void shim_bind(EditLine *editor, const wchar_t *key, const wchar_t *name);
/// The same in vi's command mode.
void shim_bind_command_mode(EditLine *editor, const wchar_t *key, const wchar_t *name);
int shim_is_vi(EditLine *editor);
/// Lets Ctrl-C arrive as a character while a line is edited, and as a signal while a statement is carried out.
void shim_take_interrupts(EditLine *editor);
/// Sets the terminal up for editing, or back to how it was found.
void shim_prepare_terminal(EditLine *editor, int is_editing);

void shim_history_size(HistoryW *history, int size);
void shim_history_add(HistoryW *history, const wchar_t *line);

/// Chooses the user's locale, with UTF-8 letters even where it has none.
void shim_choose_locale(void);

/// Sets a flag on SIGINT from here on; the flag is asked and cleared below.
void shim_watch_interrupts(void);
int shim_was_interrupted(void);
void shim_forget_interrupt(void);

/// Whoever ends the program by a signal gets the terminal back first, in these modes.
void shim_give_back_at_end(const struct termios *modes);

/// Sets a flag on SIGWINCH from here on; asking clears it.
void shim_watch_resizes(void);
int shim_was_resized(void);

#endif
