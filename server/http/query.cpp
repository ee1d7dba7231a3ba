#include "server/http/query.hpp"

#include <algorithm>

namespace slipway::http {

bool Query::is_repeated(std::string_view name) const { return std::ranges::find(again_, name) != again_.end(); }

void Query::add(std::string name, std::string value) {
    if (is_repeated(name)) return;
    if (std::erase_if(fields_, [&](const Field& field) { return field.first == name; }) == 0) {
        fields_.emplace_back(std::move(name), std::move(value));
        return;
    }
    if (!repeated_) repeated_ = name;
    again_.push_back(std::move(name));
}

std::optional<std::string> Query::find(std::string_view name) const {
    const auto found = std::ranges::find(fields_, name, &Field::first);
    return found == fields_.end() ? std::nullopt : std::optional(found->second);
}

Result<> check_not_repeated(const Query& query) {
    if (!query.repeated()) return {};
    return Error("repeated-parameter"_problem,
                 "the query parameter '" + query.repeated()->substr(0, 100) + "' occurs more than once; send it once");
}

}  // namespace slipway::http
