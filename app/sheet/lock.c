#include "sheet/lock.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
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
static bool allow(scmp_filter_ctx filter)
{
        static const int calls[] = { SCMP_SYS(read),   SCMP_SYS(pread64),      SCMP_SYS(write),
                                     SCMP_SYS(lseek),  SCMP_SYS(fstat),        SCMP_SYS(brk),
                                     SCMP_SYS(munmap), SCMP_SYS(mremap),       SCMP_SYS(madvise),
                                     SCMP_SYS(futex),  SCMP_SYS(rt_sigreturn), SCMP_SYS(exit_group) };
        static const int maps[] = { SCMP_SYS(mmap), SCMP_SYS(mprotect) };
        int bad = 0;
        for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
                bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
        const int executable = 4;
        for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
                bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, maps[i], 1,
                                        SCMP_A2(SCMP_CMP_MASKED_EQ, executable, 0));
        return !bad;
}

static bool forbid_calls(void)
{
        scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
        bool good = filter && allow(filter) && seccomp_load(filter) == 0;
        seccomp_release(filter);
        return good;
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
