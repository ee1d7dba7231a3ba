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

/// A JSON value that was received, or a part of one, which it keeps alive. Only parsing fails: what is absent or of
/// another type reads as empty, so that a server of another version costs a cell of a table and nothing else.
class JsonValue {
public:
    /// Faults: invalid_input for what is not JSON or deeper than 16 levels.
    static Result<JsonValue> parse(std::string_view text);

    JsonValue() = default;
    JsonValue operator[](std::string_view member) const;
    /// Of a list, else none.
    std::vector<JsonValue> elements() const;
    /// Of an object, in the order they came, else none.
    std::vector<std::pair<std::string, JsonValue>> members() const;

    /// A string as it is, a number or boolean as JSON writes it, a list as its texts with blanks between.
    std::string text() const;
    std::int64_t integer() const;
    bool is_true() const;
    bool is_list() const;
    /// Also: absent.
    bool is_null() const;
    /// The value as JSON.
    std::string render() const;
    /// The same, as a part of what is written.
    Json json() const { return Json::rendered(render()); }

private:
    explicit JsonValue(std::shared_ptr<const boost::json::value> value) : value_(std::move(value)) {}
    /// A part of this value.
    JsonValue part(const boost::json::value* value) const;

    std::shared_ptr<const boost::json::value> value_;  // null: absent
};

}  // namespace slipway::cli
