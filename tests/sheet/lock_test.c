#include "sheet/lock.h"
#include "../tap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void try_open(void)
{
        open("/etc/passwd", O_RDONLY);
}

static void try_socket(void)
{
        socket(AF_INET, SOCK_STREAM, 0);
}

static void try_fork(void)
{
        fork();
}

static void try_exec(void)
{
        execl("/bin/true", "true", (char *)NULL);
}

static void try_kill(void)
{
        kill(getppid(), 0);
}

static void try_executable_page(void)
{
        mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void try_to_make_executable(void)
{
        char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

/* x86 has more than one list of calls: that of x32 counts from 1 << 30, and that of 32 bits has write as 4.
 */
static void try_other_numbers(void)
{
#ifdef __x86_64__
        syscall(0x40000000 | SYS_getpid);
#else
        syscall(1 << 20);
#endif
}

#ifdef __x86_64__
static void try_32_bits(void)
{
        long result;
        __asm__ volatile("int $0x80" : "=a"(result) : "a"(4), "b"(STDOUT_FILENO), "c"(0), "d"(0) : "memory");
}
#endif

static void try_chmod(void)
{
        syscall(SYS_chmod, "/tmp", 0777);
}

/* What a reader does: memory, the two pipes, an end. */
static void honest_work(void)
{
        char *p = malloc(1 << 20);
        p = realloc(p, 8 << 20);
        if (write(STDOUT_FILENO, "", 0) != 0)
                _exit(2);
        free(p);
}

static void too_much_memory(void)
{
        void *p = malloc(512 << 20);
        _exit(p ? 1 : 0);
}

#ifdef ONROLL_SANITIZED
static bool caged; /* by Landlock */

static void try_open_caged(void)
{
        int fd = open("/etc/passwd", O_RDONLY);
        _exit(caged && (fd >= 0 || errno != EACCES));
}
#endif

static int end_of(void (*deed)(void))
{
        int status;
        pid_t pid = fork();
        if (pid == 0) {
                bool landlock;
                if (!lock_down(&landlock))
                        _exit(99);
#ifdef ONROLL_SANITIZED
                caged = landlock;
#endif
                deed();
                _exit(0);
        }
        waitpid(pid, &status, 0);
        return status;
}

int main(void)
{
#ifdef ONROLL_SANITIZED
        /* Sanitizers need what the list of calls forbids; so here Landlock is seen by itself. */
        ok(end_of(try_open_caged) == 0, "no file can be opened where the kernel has Landlock");
        skip("the cage", "sanitizers need what it forbids");
        return done_testing();
#endif
        static const struct {
                const char *what;
                void (*deed)(void);
        } forbidden[] = {
                { "open", try_open },
                { "socket", try_socket },
                { "fork", try_fork },
                { "exec", try_exec },
                { "kill", try_kill },
                { "an executable page", try_executable_page },
                { "chmod", try_chmod },
                { "a page made executable", try_to_make_executable },
                { "a number of another list", try_other_numbers },
        };
        for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
                int status = end_of(forbidden[i].deed);
                ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS, "%s kills", forbidden[i].what);
        }
#ifdef __x86_64__
        int status = end_of(try_32_bits); /* a kernel without them has its own end for that */
        ok(WIFSIGNALED(status) && (WTERMSIG(status) == SIGSYS || WTERMSIG(status) == SIGSEGV),
           "a call of 32 bits kills");
#endif
        ok(end_of(honest_work) == 0, "honest work goes on");
        ok(end_of(too_much_memory) == 0, "512 MiB are refused");
        return done_testing();
}
