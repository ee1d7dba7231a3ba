#pragma once

#include "base/json.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boost::json {
class value;
}

namespace slipway::cli {

/// A received JSON value, or a part of one, which it keeps alive. Only parsing can fail. An absent value, or one of
/// another type, reads as empty, so that a server of another version only leaves a cell of a table empty.
class JsonValue {
public:
    /// Faults: invalid_input for a text that is not JSON or is deeper than 16 levels.
    static Result<JsonValue> parse(std::string_view text);

    JsonValue() = default;
    JsonValue operator[](std::string_view member) const;
    /// Returns the elements of a list; none for other values.
    std::vector<JsonValue> elements() const;
    /// Returns the members of an object in their order; none for other values.
    std::vector<std::pair<std::string, JsonValue>> members() const;

    /// Returns a string as it is, a number or boolean as in JSON, and a list as its texts with blanks in between.
    std::string text() const;
    std::int64_t integer() const;
    bool is_true() const;
    bool is_list() const;
    /// Returns true for null, and if it is absent.
    bool is_null() const;
    /// Renders the value as JSON.
    std::string render() const;
    /// Returns the value as a part of a JSON value to be written.
    Json json() const { return Json::rendered(render()); }

private:
    explicit JsonValue(std::shared_ptr<const boost::json::value> value) : value_(std::move(value)) {}
    /// A part of this value.
    JsonValue part(const boost::json::value* value) const;

    std::shared_ptr<const boost::json::value> value_;  // null: absent
};

}  // namespace slipway::cli
