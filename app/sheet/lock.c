#include "sheet/lock.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool limit(int what, rlim_t most)
{
        struct rlimit r = { most, most };
        return setrlimit(what, &r) == 0;
}

static bool set_limits(void)
{
#ifndef ONROLL_SANITIZED
        if (!limit(RLIMIT_AS, 256 << 20))
                return false;
#endif
        struct stat out; /* a person may send the answer to a file; our programs give a pipe */
        if ((fstat(STDOUT_FILENO, &out) != 0 || !S_ISREG(out.st_mode)) && !limit(RLIMIT_FSIZE, 0))
                return false;
        return limit(RLIMIT_CPU, 10) && limit(RLIMIT_NOFILE, 8) && limit(RLIMIT_NPROC, 0) &&
               limit(RLIMIT_CORE, 0);
}

/* Every right over files that this kernel's Landlock knows is handled, and none is granted. */
static bool forbid_files(void)
{
        long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
        if (version < 1)
                return false;
        int rights = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
        struct landlock_ruleset_attr all = { .handled_access_fs = (UINT64_C(1) << rights) - 1 };
        long rules = syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
        if (rules < 0)
                return false;
        bool good = syscall(SYS_landlock_restrict_self, (int)rules, 0) == 0;
        close((int)rules);
        return good;
}

#ifndef ONROLL_SANITIZED
#if defined __x86_64__
enum { MACHINE = AUDIT_ARCH_X86_64 };
#elif defined __aarch64__
enum { MACHINE = AUDIT_ARCH_AARCH64 };
#else
#error "name this machine as the kernel's filter does"
#endif

/* Steps of the filter: each ends the process, lets the call be made, or goes on with the next. */
#define LOAD(member)     BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define ALLOW            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define KILL             BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define UNLESS(value, n) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, n)
#define ALLOW_CALL(call) UNLESS(SYS_##call, 1), ALLOW

/* Numbers of calls mean something for one machine only, hence the look at it; those of x32 bear a bit that
 * none in the list has. Written by hand: a library takes longer to put it together than a class list takes to
 * be read. */
static bool forbid_calls(void)
{
        struct sock_filter steps[] = { LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0), KILL,
                                       LOAD(nr), ALLOW_CALL(read), ALLOW_CALL(pread64), ALLOW_CALL(write),
                                       ALLOW_CALL(lseek), ALLOW_CALL(fstat), ALLOW_CALL(brk),
                                       ALLOW_CALL(munmap), ALLOW_CALL(mremap), ALLOW_CALL(madvise),
                                       ALLOW_CALL(futex), ALLOW_CALL(rt_sigreturn), ALLOW_CALL(exit_group),
                                       /* mmap and mprotect, but nothing that can be executed */
                                       BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 1, 0),
                                       UNLESS(SYS_mprotect, 3), LOAD(args[2]),
                                       BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0), ALLOW, KILL };
        struct sock_fprog filter = { sizeof steps / sizeof *steps, steps };
        return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0;
}
#else
static bool forbid_calls(void)
{
        return true;
}
#endif

bool lock_down(bool *landlock)
{
        bool good = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && set_limits() && prctl(PR_SET_DUMPABLE, 0) == 0 &&
                    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
        *landlock = good && forbid_files();
        return good && forbid_calls();
}
