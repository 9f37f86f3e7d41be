#define _GNU_SOURCE
#include "LibEditShim.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

struct stream_context {
  void *context;
  shim_writer writer;
};

static ssize_t stream_write(void *cookie, const char *bytes, size_t count) {
  struct stream_context *stream = cookie;
  return stream->writer(stream->context, bytes, count);
}

FILE *shim_output_stream(void *context, shim_writer writer) {
  // Never freed: libedit keeps the stream.
  struct stream_context *stream = malloc(sizeof *stream);
  if (stream == NULL) return NULL;
  stream->context = context;
  stream->writer = writer;
  cookie_io_functions_t functions = {.write = stream_write};
  return fopencookie(stream, "w", functions);
}

EditLine *shim_editor(const char *program, FILE *output) {
  return el_init_fd(program, stdin, output, stderr, 0, 1, 2);
}

void shim_set_emacs(EditLine *editor) { el_wset(editor, EL_EDITOR, L"emacs"); }
void shim_set_history(EditLine *editor, HistoryW *history) { el_wset(editor, EL_HIST, history_w, history); }
void shim_set_reader(EditLine *editor, shim_reader reader) { el_wset(editor, EL_GETCFN, reader); }
void shim_set_context(EditLine *editor, void *context) { el_wset(editor, EL_CLIENTDATA, context); }

void *shim_context(EditLine *editor) {
  void *context = NULL;
  el_wget(editor, EL_CLIENTDATA, &context);
  return context;
}

void shim_add_command(EditLine *editor, const wchar_t *name, const wchar_t *help, shim_command command) {
  el_wset(editor, EL_ADDFN, name, help, command);
}

void shim_bind(EditLine *editor, const wchar_t *key, const wchar_t *name) {
  el_wset(editor, EL_BIND, key, name, NULL);
}

void shim_bind_command_mode(EditLine *editor, const wchar_t *key, const wchar_t *name) {
  el_wset(editor, EL_BIND, L"-a", key, name, NULL);
}

int shim_is_vi(EditLine *editor) {
  const wchar_t *name = NULL;
  return el_wget(editor, EL_EDITOR, &name) == 0 && name != NULL && wcscmp(name, L"vi") == 0;
}

void shim_prepare_terminal(EditLine *editor, int is_editing) { el_wset(editor, EL_PREP_TERM, is_editing); }

void shim_take_interrupts(EditLine *editor) {
  // Ctrl-S is used for searching, not for stopping output, and line ends are not translated.
  el_wset(editor, EL_SETTY, L"-d", L"-isig", L"-ixon", L"-inlcr", L"-icrnl", NULL);
  // While a statement is running, type-ahead is neither echoed nor limited to one line.
  el_wset(editor, EL_SETTY, L"-x", L"-icanon", L"-echo", L"+isig", NULL);
}

void shim_history_size(HistoryW *history, int size) {
  HistEventW event;
  history_w(history, &event, H_SETSIZE, size);
  history_w(history, &event, H_SETUNIQUE, 1);
}

void shim_history_add(HistoryW *history, const wchar_t *line) {
  HistEventW event;
  history_w(history, &event, H_ENTER, line);
}

void shim_choose_locale(void) {
  setlocale(LC_ALL, "");
  const char *codeset = nl_langinfo(CODESET);
  if (codeset == NULL || strcmp(codeset, "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
  setlocale(LC_NUMERIC, "C");
}

static volatile sig_atomic_t interrupted = 0;
static volatile sig_atomic_t resized = 0;

static void note_interrupt(int signal) {
  (void)signal;
  interrupted = 1;
}

static void note_resize(int signal) {
  (void)signal;
  resized = 1;
}

void shim_watch_resizes(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  // No SA_RESTART: the read that waits for a key must return.
  action.sa_handler = note_resize;
  sigemptyset(&action.sa_mask);
  sigaction(SIGWINCH, &action, NULL);
}

int shim_was_resized(void) {
  int was = resized;
  resized = 0;
  return was;
}

void shim_watch_interrupts(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = note_interrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
}

// The terminal modes as the shell left them, restored if a signal ends the program in the middle of a line.
static struct termios left;
static volatile sig_atomic_t knows_left = 0;

static void give_back_and_end(int number) {
  if (knows_left) {
    // End bracketed paste, show the cursor, begin a new line: all that is allowed in a signal handler.
    static const char calm[] = "\033[?2004l\033[?25h\r\n";
    tcsetattr(0, TCSANOW, &left);
    if (write(1, calm, sizeof calm - 1) < 0) knows_left = 0;
  }
  signal(number, SIG_DFL);
  raise(number);
}

void shim_give_back_at_end(const struct termios *modes) {
  left = *modes;
  knows_left = 1;
  struct sigaction action, old;
  memset(&action, 0, sizeof action);
  action.sa_handler = give_back_and_end;
  sigfillset(&action.sa_mask);
  static const int endings[] = {SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2};
  for (size_t index = 0; index < sizeof endings / sizeof *endings; index++) {
    // A signal that the caller has chosen to ignore (nohup) stays ignored.
    if (sigaction(endings[index], NULL, &old) == 0 && old.sa_handler == SIG_IGN) continue;
    sigaction(endings[index], &action, NULL);
  }
}

int shim_was_interrupted(void) { return interrupted; }
void shim_forget_interrupt(void) { interrupted = 0; }
