// Runs one command and prints its wall time in microseconds, its peak memory in kilobytes and its exit status.
// A small program of its own, because the kernel counts the memory of whoever forks as the child's: started from
// Python, every tool would seem to need Python's ten megabytes.
//   spawn OUTPUT COMMAND...    standard output goes to OUTPUT, standard error to OUTPUT.errors
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 300 };  // a command that hangs must not hang the whole run

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

int main(int count, char **arguments) {
    char errors[4096];
    if (count < 3 || snprintf(errors, sizeof errors, "%s.errors", arguments[1]) >= (int)sizeof errors) return 2;
    int output = open(arguments[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    int complaints = open(errors, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (output < 0 || complaints < 0) return 2;
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        dup2(output, 1);
        dup2(complaints, 2);
        alarm(SECONDS);
        execvp(arguments[2], arguments + 2);
        _exit(127);
    }
    int status = 0;
    struct rusage usage = {0};
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) return 2;
    double took = now() - start;
    printf("%.0f %ld %d\n", took, usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}
