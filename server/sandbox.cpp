// Landlock (landlock(7)) and seccomp (seccomp(2)): a daemon that an attacker has taken over can still read and change
// its own data, which is what it is for; it can read no other user's files, start no program it was sent, connect to
// nobody but the servers it is told of, and reach none of the system calls in which kernels are broken most often.
//
// Landlock's rights are asked for by the version the running kernel has, so that one binary suits all. Version 1 (Linux
// 5.13) cannot allow renames between directories, on which the blob store rests: it counts as none. What is asked for
// at opening is decided there; descriptors that are open already keep their rights.
//
// The seccomp filter is a list of what is denied, not of what is allowed: gpg and the C library may need a new harmless
// call with their next release, but never one of these. The unit (config/slipway.service) has the stricter list.
#include "server/sandbox.hpp"

#include "base/unique_fd.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace slipway::server {
namespace {

// What <linux/landlock.h> of Debian 12 (Linux 6.1) does not know yet. The kernel's numbers never change.
constexpr std::uint64_t fs_truncate = 1u << 14;      // version 3
constexpr std::uint64_t fs_ioctl_device = 1u << 15;  // version 5
constexpr std::uint64_t net_bind = 1u << 0;          // version 4
constexpr std::uint64_t net_connect = 1u << 1;
constexpr std::uint64_t scope_abstract_sockets = 1u << 0;  // version 6
constexpr unsigned rule_of_port = 2;
constexpr int first_sufficient_version = 2;

struct RulesetAttributes {
    std::uint64_t files;
    std::uint64_t network;
    std::uint64_t scoped;
};
struct PortRule {
    std::uint64_t allowed;
    std::uint64_t port;
};

constexpr std::uint64_t read_file = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t read_tree = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t execute_tree = read_tree | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr std::uint64_t change_file = read_file | LANDLOCK_ACCESS_FS_WRITE_FILE | fs_truncate;
constexpr std::uint64_t change_tree =
    read_tree | change_file | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER;
constexpr std::uint64_t devices = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK;
constexpr std::uint64_t of_files = change_file | LANDLOCK_ACCESS_FS_EXECUTE;

Error failed(const std::string& what) { return Error(Fault::io, what + ": " + std::strerror(errno)); }

int offered_version() {
    const auto version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < first_sufficient_version ? 0 : static_cast<int>(version);
}

/// Everything that is denied unless a rule allows it, as far as this version can.
RulesetAttributes handled_by(int version, const SandboxRules& rules) {
    RulesetAttributes attributes{change_tree | execute_tree | devices | fs_ioctl_device, 0, 0};
    if (version < 5) attributes.files &= ~fs_ioctl_device;
    if (version < 3) attributes.files &= ~fs_truncate;
    if (version >= 4) attributes.network = (rules.ports ? net_bind : 0) | (rules.connect ? net_connect : 0);
    if (version >= 6) attributes.scoped = scope_abstract_sockets;
    return attributes;
}

/// The kernel refuses a longer structure than it knows where the rest is not zero, and takes any shorter one.
std::size_t size_for(int version) {
    if (version >= 6) return sizeof(RulesetAttributes);
    return version >= 4 ? offsetof(RulesetAttributes, scoped) : offsetof(RulesetAttributes, network);
}

Result<> allow(const UniqueFd& ruleset, const std::filesystem::path& path, std::uint64_t rights,
               std::uint64_t handled) {
    const UniqueFd place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!place && (errno == ENOENT || errno == ENOTDIR || errno == EACCES)) return {};
    struct stat about {};
    if (!place || ::fstat(place.get(), &about) != 0) return failed("allowing " + path.string());
    if (!S_ISDIR(about.st_mode)) rights &= of_files;
    const landlock_path_beneath_attr rule{rights & handled, place.get()};
    if (::syscall(SYS_landlock_add_rule, ruleset.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0) return {};
    return failed("allowing " + path.string());
}

Result<> allow_files(const UniqueFd& ruleset, const SandboxRules& rules, std::uint64_t handled) {
    for (const auto& path : rules.write) TRY(allow(ruleset, path, change_tree, handled));
    for (const auto& path : rules.read) TRY(allow(ruleset, path, read_tree, handled));
    for (const auto& path : rules.execute) TRY(allow(ruleset, path, execute_tree, handled));
    return {};
}

Result<> allow_ports(const UniqueFd& ruleset, const std::optional<std::vector<std::uint16_t>>& ports,
                     std::uint64_t right) {
    for (const auto port : ports.value_or(std::vector<std::uint16_t>())) {
        const PortRule rule{right, port};
        if (::syscall(SYS_landlock_add_rule, ruleset.get(), rule_of_port, &rule, 0) != 0)
            return failed("allowing a port");
    }
    return {};
}

Result<> restrict_files_and_network(int version, const SandboxRules& rules) {
    const auto handled = handled_by(version, rules);
    const UniqueFd ruleset(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, size_for(version), 0)));
    if (!ruleset) return failed("making a ruleset of Landlock");
    TRY(allow_files(ruleset, rules, handled.files));
    if ((handled.network & net_bind) != 0) TRY(allow_ports(ruleset, rules.ports, net_bind));
    if ((handled.network & net_connect) != 0) TRY(allow_ports(ruleset, rules.connect, net_connect));
    if (::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) != 0) return failed("confinement by Landlock");
    return {};
}

// Kernels are loaded, taken apart, traced and mounted by these; no part of a package server is. ptrace and
// process_vm_readv are not here: Landlock forbids them towards every process outside, and sanitizers need them inside.
constexpr auto denied_calls = std::to_array<unsigned>({
    SYS_acct, SYS_add_key, SYS_adjtimex, SYS_bpf, SYS_chroot, SYS_clock_adjtime, SYS_clock_settime, SYS_delete_module,
        SYS_fanotify_init, SYS_finit_module, SYS_fsconfig, SYS_fsmount, SYS_fsopen, SYS_fspick, SYS_init_module,
        SYS_io_uring_enter, SYS_io_uring_register, SYS_io_uring_setup, SYS_kexec_file_load, SYS_kexec_load, SYS_keyctl,
        SYS_lookup_dcookie, SYS_mount, SYS_mount_setattr, SYS_move_mount, SYS_move_pages, SYS_open_by_handle_at,
        SYS_open_tree, SYS_perf_event_open, SYS_personality, SYS_pivot_root, SYS_quotactl, SYS_reboot, SYS_request_key,
        SYS_setdomainname, SYS_sethostname, SYS_setns, SYS_settimeofday, SYS_swapoff, SYS_swapon, SYS_syslog,
        SYS_umount2, SYS_unshare, SYS_userfaultfd, SYS_vhangup,
#if defined(__x86_64__)
        SYS_ioperm, SYS_iopl, SYS_modify_ldt,
#endif
});

#if defined(__x86_64__)
constexpr unsigned architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned architecture = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned architecture = 0;  // the filter is left out
#endif

constexpr unsigned other_numbering = 0x40000000;  // x32, and nothing elsewhere

sock_filter statement(unsigned code, std::size_t value) {
    return {static_cast<unsigned short>(code), 0, 0, static_cast<unsigned>(value)};
}
sock_filter jump(unsigned code, unsigned value, std::size_t if_true, std::size_t if_false) {
    return {static_cast<unsigned short>(code), static_cast<unsigned char>(if_true),
            static_cast<unsigned char>(if_false), value};
}

/// Denied calls fail with EPERM; those of another architecture, too: their numbers would mean other calls.
std::vector<sock_filter> program() {
    constexpr auto count = denied_calls.size();
    static_assert(count < 250, "a jump of BPF reaches 255 instructions");
    std::vector<sock_filter> out;
    out.push_back(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)));
    out.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, architecture, 0, count + 3));
    out.push_back(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
    out.push_back(jump(BPF_JMP | BPF_JGE | BPF_K, other_numbering, count + 1, 0));
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, denied_calls[i], count - i, 0));
    out.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    out.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    return out;
}

/// False where the kernel has no filters.
Result<bool> deny_calls() {
    if (architecture == 0) return false;
    auto instructions = program();
    const sock_fprog filter{static_cast<unsigned short>(instructions.size()), instructions.data()};
    if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0) return true;
    if (errno == EINVAL || errno == ENOSYS) return false;
    return failed("confinement by seccomp");
}

}  // namespace

Result<Sandbox> confine(const SandboxRules& rules) {
    Sandbox sandbox;
    // Both ask for this, so that no set-user-id program can be led astray by what it may not do.
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("giving up new privileges");
    sandbox.landlock = offered_version();
    if (sandbox.landlock != 0) TRY(restrict_files_and_network(sandbox.landlock, rules));
    sandbox.seccomp = TRY(deny_calls());
    return sandbox;
}

}  // namespace slipway::server
