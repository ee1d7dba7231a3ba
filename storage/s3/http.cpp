#include "storage/s3/http.hpp"

#include <algorithm>
#include <array>

namespace slipway::s3 {

std::string_view name_of(Method method) {
    static constexpr std::array<std::string_view, 5> names = {"GET", "HEAD", "PUT", "POST", "DELETE"};
    return names.at(static_cast<std::size_t>(method));
}

std::optional<std::string> HttpAnswer::find(std::string_view name) const {
    const auto found =
        std::find_if(fields.rbegin(), fields.rend(), [&](const auto& field) { return field.first == name; });
    if (found == fields.rend()) return std::nullopt;
    return found->second;
}

}  // namespace slipway::s3
