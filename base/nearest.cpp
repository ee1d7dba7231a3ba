#include "base/nearest.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace slipway {

// The optimal string alignment distance, three rows of its table at a time.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last;
    std::vector<std::size_t> last(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::vector<std::size_t> row(b.size() + 1);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last = std::move(last);
        last = std::move(row);
    }
    return last[b.size()];
}

std::string nearest_of(std::string_view name, const std::vector<std::string>& names, std::span<const Alias> aliases) {
    constexpr std::size_t longest = 64;  // of what is compared: the cost is the product of the lengths
    const auto wanted = to_lower(name.substr(0, longest));
    for (const auto& [alias, means] : aliases)
        if (alias == wanted) return std::string(means);
    const auto distance = [&](const std::string& one) { return edit_distance(wanted, to_lower(one)); };
    return *std::ranges::min_element(names, {}, distance);
}

}  // namespace slipway
