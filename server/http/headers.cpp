#include "base/text.hpp"
#include "server/http/message.hpp"

namespace slipway::http {

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (const auto& [field, value] : fields_)
        if (equal_ignoring_case(field, name)) return value;
    return std::nullopt;
}

}  // namespace slipway::http
