// rpm's architectures: every name that its rpmrc tells the compatibilities of (rpm 4.18), and what came since
// (x86_64_v2 to v4: rpm 4.19). "noarch" belongs to none; "src" is what this program calls source packages. The names
// that people meet stand first, as the nearest of several equally near ones is the first.
#include "repo-format/rpm/architectures.hpp"

#include "base/nearest.hpp"
#include "repo-format/rpm/basearch.hpp"
#include "repo-format/rpm/rpm_package.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace slipway::rpm {
namespace {

constexpr std::array<std::string_view, 100> names{
    "x86_64",        "aarch64",      "i686",          "i386",          "ppc64le",
    "s390x",         "riscv64",      "armv7hl",       "loongarch64",   "alpha",
    "alphaev5",      "alphaev56",    "alphaev6",      "alphaev67",     "alphapca56",
    "amd64",         "armv3l",       "armv4b",        "armv4l",        "armv4tl",
    "armv5tejl",     "armv5tel",     "armv5tl",       "armv6hl",       "armv6l",
    "armv7hnl",      "armv7l",       "armv8hcnl",     "armv8hl",       "armv8hnl",
    "armv8l",        "atariclone",   "atarist",       "atariste",      "ataritt",
    "athlon",        "axp",          "em64t",         "falcon",        "geode",
    "hades",         "i370",         "i486",          "i586",          "ia32e",
    "ia64",          "m68k",         "m68kmint",      "milan",         "mips",
    "mips64",        "mips64el",     "mips64r6",      "mips64r6el",    "mipsel",
    "mipsr6",        "mipsr6el",     "osfmach3_i386", "osfmach3_i486", "osfmach3_i586",
    "osfmach3_i686", "osfmach3_ppc", "parisc",        "pentium3",      "pentium4",
    "powerpc",       "powerppc",     "ppc",           "ppc32dy4",      "ppc64",
    "ppc64iseries",  "ppc64p7",      "ppc64pseries",  "ppc8260",       "ppc8560",
    "ppciseries",    "ppcpseries",   "riscv",         "rs6000",        "s390",
    "sgi",           "sh",           "sh3",           "sh4",           "sh4a",
    "sparc",         "sparc64",      "sparc64v",      "sparcv8",       "sparcv9",
    "sparcv9v",      "sun4",         "sun4c",         "sun4d",         "sun4m",
    "sun4u",         "xtensa",       "x86_64_v2",     "x86_64_v3",     "x86_64_v4"};

// What other tools call them.
constexpr std::array aliases{
    Alias{"arm64", "aarch64"},
    Alias{"x64", "x86_64"},
    Alias{"x86-64", "x86_64"},
    Alias{"x86", "i686"},
    Alias{"386", "i386"},
    Alias{"armhf", "armv7hl"},
    Alias{"armhfp", "armv7hl"},
    Alias{"armv7", "armv7hl"},
    Alias{"armel", "armv5tel"},
    Alias{"ppc64el", "ppc64le"},
    Alias{"powerpc64le", "ppc64le"},
    Alias{"loong64", "loongarch64"},
    Alias{"mipsle", "mipsel"},
    Alias{"mips64le", "mips64el"},
    Alias{"all", "noarch"},
    Alias{"any", "noarch"},
    Alias{"none", "noarch"},
};
constexpr std::array basearch_aliases{
    Alias{"arm64", "aarch64"},       Alias{"amd64", "x86_64"}, Alias{"x64", "x86_64"},
    Alias{"x86-64", "x86_64"},       Alias{"x86", "i386"},     Alias{"i486", "i386"},
    Alias{"i586", "i386"},           Alias{"i686", "i386"},    Alias{"armhf", "armhfp"},
    Alias{"armv7hl", "armhfp"},      Alias{"armv7l", "arm"},   Alias{"ppc64el", "ppc64le"},
    Alias{"loong64", "loongarch64"}, Alias{"src", "source"},
};

}  // namespace

std::vector<std::string> known_architectures() { return {names.begin(), names.end()}; }

bool is_known_architecture(std::string_view name) {
    return name == "noarch" || name == "src" || std::ranges::find(names, name) != names.end();
}

std::vector<std::string> known_basearches() {
    std::vector<std::string> known;
    for (const auto name : names)
        if (auto base = basearch_of(name); std::ranges::find(known, base) == known.end())
            known.push_back(std::move(base));
    known.emplace_back("source");
    return known;
}

bool is_known_basearch(std::string_view name) {
    static const auto known = known_basearches();
    return std::ranges::find(known, name) != known.end();
}

std::string nearest_architecture(std::string_view name) {
    auto known = known_architectures();
    known.emplace_back("noarch");
    return nearest_of(name, known, aliases);
}

std::string nearest_basearch(std::string_view name) { return nearest_of(name, known_basearches(), basearch_aliases); }

}  // namespace slipway::rpm
