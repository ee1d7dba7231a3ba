#pragma once

#include "base/json.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace slipway::api {

/// An object received in a request body. Accessors say in their errors where the member stands ("distros[0].name").
/// Absent and null: see each accessor; any other type is invalid_input "invalid-field".
class JsonObject {
public:
    JsonObject();
    /// An empty body is an empty object. Faults: invalid_input, code "bad-request" for what is not JSON (16 levels deep
    /// at most), "repeated-member" when an object at any depth has a member twice (readers would differ about which one
    /// counts), "invalid-field" when it is not an object.
    static Result<JsonObject> parse(std::string_view body);

    JsonObject(JsonObject&&) noexcept;
    JsonObject& operator=(JsonObject&&) noexcept;
    ~JsonObject();

    JsonObject copy() const;
    /// A copy in which, at any depth, a member that is absent is null.
    JsonObject with_absent_as_null() const;

    /// Refuses members that are not known (invalid_input "unknown-field").
    Result<> allow_only(const std::vector<std::string_view>& known) const;

    /// One line of text. Nothing when absent; `if_null` when null. Control characters are refused: texts reach logs,
    /// pages, terminals and signed files.
    Result<std::optional<std::string>> text(std::string_view name, std::string_view if_null) const;
    /// Likewise, of several lines: armored keys.
    Result<std::optional<std::string>> lines(std::string_view name, std::string_view if_null) const;
    Result<std::optional<bool>> boolean(std::string_view name, bool if_null) const;
    Result<std::optional<std::vector<std::string>>> texts(std::string_view name) const;  // null: empty
    /// A whole number from 1 to `most`; the inner nothing when null.
    Result<std::optional<std::optional<std::uint32_t>>> number(std::string_view name, std::uint32_t most) const;
    /// Absent: nothing; null: an object whose members `names` are all null.
    Result<std::optional<JsonObject>> object(std::string_view name,
                                             std::initializer_list<std::string_view> names) const;
    bool is_null(std::string_view name) const;
    /// A list of objects; absent and null: none.
    Result<std::vector<JsonObject>> objects(std::string_view name) const;
    /// A list of texts of one line and objects; absent and null: none.
    Result<std::vector<std::variant<std::string, JsonObject>>> texts_or_objects(std::string_view name) const;
    /// Faults: invalid_input "invalid-field" when absent or null.
    Result<std::string> required_text(std::string_view name) const;
    /// Likewise, and takes the member out: nobody reads it again.
    Result<std::string> take_required_text(std::string_view name);

    /// An error about one member.
    Error invalid(std::string_view name, std::string_view expected) const;

private:
    struct State;
    explicit JsonObject(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::api
