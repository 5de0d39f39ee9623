/* Runs a program as on a system that offers no Landlock, whatever this one offers: without_landlock PROGRAM [ARGUMENT...].
 * Without arguments it stands where the portal's settings name portal-plugin-host, which it becomes. */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <unistd.h>

extern char** environ;

int main(int count, char** arguments)
{
    char* host[] = { PLUGIN_HOST, NULL };
    char** const program = count > 1 ? arguments + 1 : host;
    const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter || seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0) != 0 || seccomp_load(filter) != 0) {
        fputs("without_landlock: seccomp refuses\n", stderr);
        return 3;
    }
    execve(program[0], program, environ);
    perror(program[0]);
    return 3;
}
