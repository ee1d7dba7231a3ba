// dpkg's architectures, as its cputable and tupletable make them (dpkg 1.21): every processor under every system, and
// the few that a calling convention sets apart. Wildcards ("any", "linux-any") are patterns of source packages. The
// names that people meet stand first, as the nearest of several equally near ones is the first.
#include "repo-format/deb/architectures.hpp"

#include "base/nearest.hpp"

#include <algorithm>
#include <array>

namespace slipway::deb {
namespace {

constexpr std::array<std::string_view, 37> processors{
    "amd64",    "arm64",  "i386",     "riscv64",    "ppc64el", "s390x",   "mips64el", "loong64",   "mipsel", "alpha",
    "arc",      "armeb",  "arm",      "avr32",      "hppa",    "ia64",    "m32r",     "m68k",      "mips",   "mipsr6",
    "mipsr6el", "mips64", "mips64r6", "mips64r6el", "nios2",   "or1k",    "powerpc",  "powerpcel", "ppc64",  "s390",
    "sh3",      "sh3eb",  "sh4",      "sh4eb",      "sparc",   "sparc64", "tilegx"};
constexpr std::array<std::string_view, 15> systems{
    "",         "uclibc-linux-", "musl-linux-", "kfreebsd-", "knetbsd-", "kopensolaris-", "hurd-",   "dragonflybsd-",
    "freebsd-", "openbsd-",      "netbsd-",     "darwin-",   "aix-",     "solaris-",      "uclinux-"};
constexpr std::array<std::string_view, 14> others{
    "armhf",     "armel",     "x32",     "uclibc-linux-armel", "musl-linux-armhf", "arm64ilp32",    "mipsn32r6el",
    "mipsn32r6", "mipsn32el", "mipsn32", "powerpcspe",         "kfreebsd-armhf",   "uclinux-armel", "mint-m68k"};

// What other tools call them.
constexpr std::array aliases{
    Alias{"x86_64", "amd64"},    Alias{"x86-64", "amd64"},
    Alias{"x64", "amd64"},       Alias{"em64t", "amd64"},
    Alias{"aarch64", "arm64"},   Alias{"armv8", "arm64"},
    Alias{"armv7", "armhf"},     Alias{"armv7l", "armhf"},
    Alias{"armv7hl", "armhf"},   Alias{"armv7hnl", "armhf"},
    Alias{"armhfp", "armhf"},    Alias{"armv6hl", "armhf"},
    Alias{"armv6l", "armel"},    Alias{"armv5tel", "armel"},
    Alias{"386", "i386"},        Alias{"x86", "i386"},
    Alias{"ia32", "i386"},       Alias{"i486", "i386"},
    Alias{"i586", "i386"},       Alias{"i686", "i386"},
    Alias{"ppc64le", "ppc64el"}, Alias{"powerpc64le", "ppc64el"},
    Alias{"ppc", "powerpc"},     Alias{"loongarch64", "loong64"},
    Alias{"mipsle", "mipsel"},   Alias{"mips64le", "mips64el"},
    Alias{"noarch", "all"},      Alias{"any", "all"},
    Alias{"linux-any", "all"},   Alias{"riscv", "riscv64"},
};

}  // namespace

std::vector<std::string> known_architectures() {
    std::vector<std::string> names;
    for (const auto system : systems) {
        for (const auto processor : processors) names.push_back(std::string(system) + std::string(processor));
        if (system.empty()) names.insert(names.end(), others.begin(), others.end());
    }
    return names;
}

bool is_known_architecture(std::string_view name) {
    if (std::ranges::find(others, name) != others.end()) return true;
    for (const auto system : systems)
        if (name.starts_with(system) && std::ranges::find(processors, name.substr(system.size())) != processors.end())
            return true;
    return false;
}

std::string nearest_architecture(std::string_view name) {
    auto names = known_architectures();
    names.emplace_back("all");
    return nearest_of(name, names, aliases);
}

}  // namespace slipway::deb
