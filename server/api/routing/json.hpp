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

/// An object in a request body. The errors of its accessors name the member ("distros[0].name"). Absent and null: see
/// each accessor; any other type is invalid_input "invalid-field".
class JsonObject {
public:
    JsonObject();
    /// Parses a body; an empty one is an empty object. Faults: invalid_input, code "bad-request" for a text that is not
    /// JSON (at most 16 levels deep), "repeated-member" if an object at any depth has a member twice (programs differ
    /// about which one counts), "invalid-field" if it is not an object.
    static Result<JsonObject> parse(std::string_view body);

    JsonObject(JsonObject&&) noexcept;
    JsonObject& operator=(JsonObject&&) noexcept;
    ~JsonObject();

    JsonObject copy() const;
    /// Returns a copy in which absent members, at any depth, are null.
    JsonObject with_absent_as_null() const;

    /// Refuses members that are not known (invalid_input "unknown-field").
    Result<> allow_only(const std::vector<std::string_view>& known) const;

    /// Returns one line of text, nothing if it is absent, `if_null` if it is null. Refuses control characters, because
    /// texts reach logs, pages, terminals and signed files.
    Result<std::optional<std::string>> text(std::string_view name, std::string_view if_null) const;
    /// The same for several lines: armored keys.
    Result<std::optional<std::string>> lines(std::string_view name, std::string_view if_null) const;
    Result<std::optional<bool>> boolean(std::string_view name, bool if_null) const;
    Result<std::optional<std::vector<std::string>>> texts(std::string_view name) const;  // null: empty
    /// Returns a whole number from 1 to `most`, or nothing; the inner optional is empty for null.
    Result<std::optional<std::optional<std::uint32_t>>> number(std::string_view name, std::uint32_t most) const;
    /// Returns an object, nothing if it is absent; null is an object whose members `names` are all null.
    Result<std::optional<JsonObject>> object(std::string_view name,
                                             std::initializer_list<std::string_view> names) const;
    bool is_null(std::string_view name) const;
    /// Returns a list of objects, which is empty if absent or null.
    Result<std::vector<JsonObject>> objects(std::string_view name) const;
    /// Returns a list of one-line texts and objects, which is empty if absent or null.
    Result<std::vector<std::variant<std::string, JsonObject>>> texts_or_objects(std::string_view name) const;
    /// Faults: invalid_input "invalid-field" when absent or null.
    Result<std::string> required_text(std::string_view name) const;
    /// The same, but removes the member, so that nobody reads it again.
    Result<std::string> take_required_text(std::string_view name);

    /// Makes an error about one member.
    Error invalid(std::string_view name, std::string_view expected) const;

private:
    struct State;
    explicit JsonObject(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::api
