// dnf's table of base architectures (dnf/rpm/__init__.py, _BASEARCH_MAP): what a client puts in place of $basearch.
#include "repo-format/rpm/basearch.hpp"

#include <algorithm>
#include <iterator>

namespace slipway::rpm {
namespace {

struct Mapping {
    std::string_view architecture, base;
};

// Only architectures whose base has another name.
constexpr Mapping mappings[] = {
    {"alphaev4", "alpha"},     {"alphaev45", "alpha"}, {"alphaev5", "alpha"},     {"alphaev56", "alpha"},
    {"alphaev6", "alpha"},     {"alphaev67", "alpha"}, {"alphaev68", "alpha"},    {"alphaev7", "alpha"},
    {"alphapca56", "alpha"},   {"armv5tejl", "arm"},   {"armv5tel", "arm"},       {"armv5tl", "arm"},
    {"armv6l", "arm"},         {"armv7l", "arm"},      {"armv8l", "arm"},         {"armv6hl", "armhfp"},
    {"armv7hl", "armhfp"},     {"armv7hnl", "armhfp"}, {"armv8hl", "armhfp"},     {"athlon", "i386"},
    {"geode", "i386"},         {"i486", "i386"},       {"i586", "i386"},          {"i686", "i386"},
    {"ppc64iseries", "ppc64"}, {"ppc64p7", "ppc64"},   {"ppc64pseries", "ppc64"}, {"sh4a", "sh4"},
    {"sparc64", "sparc"},      {"sparc64v", "sparc"},  {"sparcv8", "sparc"},      {"sparcv9", "sparc"},
    {"sparcv9v", "sparc"},     {"amd64", "x86_64"},    {"ia32e", "x86_64"},       {"src", "source"},
    {"nosrc", "source"},
};

}  // namespace

std::string basearch_of(std::string_view architecture) {
    const auto* const found = std::find_if(std::begin(mappings), std::end(mappings),
                                           [&](const Mapping& m) { return m.architecture == architecture; });
    return std::string(found == std::end(mappings) ? architecture : found->base);
}

}  // namespace slipway::rpm
