#include "repo-format/yum/libc_requirement.hpp"

#include "repo-format/rpm/evr.hpp"

#include <optional>

namespace slipway::yum {
namespace {

/// How much a requirement asks for, in createrepo_c's steps; each step outranks the ones before it.
enum class Demand : unsigned char { no_parentheses, unclosed, empty, no_number, version };

struct Requirement {
    Demand demand;
    std::string_view version;  // from the first digit to the parenthesis; only with Demand::version
};

Requirement analysed(std::string_view name) {
    const std::size_t open = name.find('(');
    if (open == std::string_view::npos) return {Demand::no_parentheses, {}};
    const std::size_t close = name.find(')', open);
    if (close == std::string_view::npos) return {Demand::unclosed, {}};
    const std::string_view inside = name.substr(open + 1, close - open - 1);
    if (inside.empty()) return {Demand::empty, {}};
    const std::size_t digit = inside.find_first_of("0123456789");
    if (digit == std::string_view::npos) return {Demand::no_number, {}};
    return {Demand::version, inside.substr(digit)};
}

}  // namespace

bool is_lower_libc(std::string_view a, std::string_view b) {
    const Requirement first = analysed(a);
    const Requirement second = analysed(b);
    if (first.demand != second.demand) return first.demand < second.demand;
    return rpm::compare_versions(first.version, second.version) < 0;
}

}  // namespace slipway::yum
