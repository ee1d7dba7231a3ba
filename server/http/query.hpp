#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::http {

/// The decoded parameters of a query, each name once. A parameter that occurs more than once has no value, so that two
/// programs cannot use different ones; `repeated` names it for whoever refuses the request.
class Query {
public:
    using Field = std::pair<std::string, std::string>;

    void add(std::string name, std::string value);
    std::optional<std::string> find(std::string_view name) const;
    /// Returns the parameters that came once, in order.
    const std::vector<Field>& fields() const { return fields_; }
    /// Returns whether no parameter came at all.
    bool empty() const { return fields_.empty() && !repeated_; }
    /// Returns the first parameter that came again.
    const std::optional<std::string>& repeated() const { return repeated_; }

private:
    bool is_repeated(std::string_view name) const;

    std::vector<Field> fields_;
    std::vector<std::string> again_;  // names that came more than once
    std::optional<std::string> repeated_;
};

/// Refuses a query with a parameter that came more than once (invalid_input "repeated-parameter").
Result<> check_not_repeated(const Query& query);

}  // namespace slipway::http
