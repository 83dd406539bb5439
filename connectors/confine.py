"""The walls of the parser process: resource limits, landlock, seccomp, as far as the system has them.

A file that takes over its parser finds a process that cannot open a socket, start a program, write or create
a file, signal another process or, with landlock, read anything but program code. Its only way out is the
pipe, whose frames are checked.

The seccomp filter is compiled in the house's process (`filter_program`, by libseccomp) and installed in the
parser with one `prctl`, so the parser itself needs no library for it.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from connectors.limits import Limits

if sys.platform != "win32":
    import resource

_MIB = 1024 * 1024
_OPEN_FILES = 64

_FORBIDDEN = (
    "socket socketpair connect bind listen accept accept4 sendto sendmsg sendmmsg "
    "execve execveat fork vfork ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_open "
    "pidfd_getfd pidfd_send_signal openat2 creat unlink unlinkat rename renameat renameat2 mkdir mkdirat "
    "rmdir link linkat symlink symlinkat mknod mknodat chmod fchmod fchmodat chown fchown lchown fchownat "
    "truncate ftruncate fallocate setxattr lsetxattr fsetxattr removexattr utimensat utime utimes futimesat "
    "mount umount2 pivot_root chroot move_mount open_tree fsopen fsmount fspick unshare setns "
    "bpf perf_event_open io_uring_setup io_uring_enter io_uring_register userfaultfd keyctl add_key "
    "request_key memfd_create memfd_secret open_by_handle_at name_to_handle_at inotify_init1 fanotify_init "
    "init_module finit_module delete_module kexec_load reboot swapon swapoff acct quotactl "
    "shmget shmat msgget semget mq_open prlimit64 setpriority sched_setattr"
).split()
_DEADLY = (
    "kill",
    "tkill",
    "tgkill",
    "rt_sigqueueinfo",
    "rt_tgsigqueueinfo",
)  # abort() ends by tgkill: so be it
_CLONE_THREAD = 0x00010000
_ENOSYS, _EPERM = 38, 1

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_SIGKILL = 9

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_RIGHTS_BY_ABI = ((1, 13), (2, 14), (3, 15), (5, 16))
"""(first ABI, number of file system rights it knows)"""
_ABI_NET, _ABI_SCOPE = 4, 6
_SYSTEM = (
    "/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib", "/usr/share/fonts", "/usr/share/zoneinfo",
    "/etc/ld.so.cache", "/etc/localtime", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu",
    "/dev/null", "/dev/urandom",
)  # fmt: skip


@lru_cache(maxsize=1)
def filter_program() -> bytes:
    """The seccomp filter as BPF instructions; empty where libseccomp is missing."""
    if not sys.platform.startswith("linux"):
        return b""
    try:
        import pyseccomp  # here, not above: it loads a system library that may be missing
    except (ImportError, OSError, RuntimeError, AttributeError, TypeError):
        return b""
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    deny = pyseccomp.ERRNO(_EPERM)

    def forbid(action: int, name: str, *args: object) -> None:
        with suppress(OSError, ValueError):  # a call this architecture or library does not know
            rules.add_rule(action, name, *args)

    for name in _FORBIDDEN:
        forbid(deny, name)
    for name in _DEADLY:
        forbid(pyseccomp.KILL_PROCESS, name)
    forbid(pyseccomp.ERRNO(_ENOSYS), "clone3")  # its flags lie in memory; the C library falls back to clone
    forbid(deny, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, 0))
    for name, position in (("open", 1), ("openat", 2)):
        for flag in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC):
            forbid(deny, name, pyseccomp.Arg(position, pyseccomp.MASKED_EQ, flag, flag))
    read_end, write_end = os.pipe()
    with open(read_end, "rb") as program, open(write_end, "wb") as target:  # noqa: PTH123  descriptors, not paths
        rules.export_bpf(target)
        target.close()
        return program.read()


def restrict_resources(limits: Limits) -> None:
    """Bound memory, processor time, files and core dumps of this process, as far as the system can."""
    if sys.platform == "win32":
        return
    memory = limits.memory_mib * _MIB
    bounds = {
        "RLIMIT_AS": (memory, memory),
        "RLIMIT_CPU": (limits.cpu_s, limits.cpu_s + 1),
        "RLIMIT_FSIZE": (0, 0),
        "RLIMIT_NOFILE": (_OPEN_FILES, _OPEN_FILES),
        "RLIMIT_CORE": (0, 0),
    }
    for name, bound in bounds.items():
        with suppress(AttributeError, ValueError, OSError):  # macOS refuses some
            resource.setrlimit(getattr(resource, name), bound)


def close_in(program: bytes, readable: Sequence[str]) -> tuple[str, ...]:
    """Close this process in, for good; the names of the walls that stand.

    Args:
        program: From `filter_program`.
        readable: Folders with program code, which stay readable.
    """
    if not sys.platform.startswith("linux"):
        return ()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return ()
    walls = []
    if _landlock(libc, readable):
        walls.append("landlock")
    if program and _seccomp(libc, program):
        walls.append("seccomp")
    return tuple(walls)


def landlock_here() -> bool:
    """Whether this system can confine reading to program code."""
    return sys.platform.startswith("linux") and _landlock_abi(ctypes.CDLL(None)) > 0


def _landlock_abi(libc: ctypes.CDLL) -> int:
    return int(libc.syscall(_LANDLOCK_CREATE, None, 0, 1))


def _landlock(libc: ctypes.CDLL, readable: Sequence[str]) -> bool:
    abi = _landlock_abi(libc)
    if abi < 1:
        return False
    rights = max(count for first, count in _RIGHTS_BY_ABI if first <= abi)
    attributes = struct.pack("=Q", (1 << rights) - 1)
    if abi >= _ABI_NET:
        attributes += struct.pack("=Q", 0b11)
    if abi >= _ABI_SCOPE:
        attributes += struct.pack("=Q", 0b11)
    ruleset = libc.syscall(_LANDLOCK_CREATE, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    for name in dict.fromkeys((*readable, *_SYSTEM)):
        _allow_reading(libc, ruleset, name)
    held = bool(libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0)
    os.close(ruleset)
    return held


def _allow_reading(libc: ctypes.CDLL, ruleset: int, name: str) -> None:
    try:
        place = os.open(name, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    rights = _READ_FILE | (_READ_DIR if Path(name).is_dir() else 0)
    libc.syscall(_LANDLOCK_ADD, ruleset, 1, struct.pack("=Qi", rights, place), 0)
    os.close(place)


def _seccomp(libc: ctypes.CDLL, program: bytes) -> bool:
    instructions = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: a count of 8-byte instructions and a pointer to them, with native alignment.
    descriptor = struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, descriptor, 0, 0) == 0)
