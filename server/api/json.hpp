#pragma once

#include "base/result.hpp"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::api {

/// A JSON value to be sent: rendered at once, members in the order they were given.
class Json {
public:
    using Member = std::pair<std::string_view, Json>;

    Json(std::nullptr_t) : text_("null") {}
    Json(bool value) : text_(value ? "true" : "false") {}
    template <std::integral Number>
    requires(!std::same_as<Number, bool>) Json(Number value) : text_(std::to_string(value)) {}
    Json(std::string_view text);
    Json(const std::string& text) : Json(std::string_view(text)) {}
    Json(const char* text) : Json(std::string_view(text)) {}
    template <class T>
    Json(const std::optional<T>& value) : Json(value ? Json(*value) : Json(nullptr)) {}
    Json(const std::vector<std::string>& texts);

    static Json object(std::initializer_list<Member> members);
    static Json array(const std::vector<Json>& elements);
    /// `text` is JSON already.
    static Json rendered(std::string text);

    /// Appends a member. Precondition: an object.
    Json& add(std::string_view name, const Json& value);

    const std::string& text() const { return text_; }

private:
    std::string text_;
};

/// An object received in a request body. Accessors say in their errors where the member stands ("distros[0].name").
/// Absent and null: see each accessor; any other type is invalid_input "invalid-field".
class JsonObject {
public:
    /// An empty body is an empty object. Faults: invalid_input, code "bad-request" for what is not JSON (16 levels deep
    /// at most), "invalid-field" when it is not an object.
    static Result<JsonObject> parse(std::string_view body);

    JsonObject(JsonObject&&) noexcept;
    JsonObject& operator=(JsonObject&&) noexcept;
    ~JsonObject();

    /// Refuses members that are neither known (invalid_input "unknown-field") nor among those whose effect is not built
    /// yet (unsupported "not-supported").
    Result<> allow_only(std::initializer_list<std::string_view> known,
                        std::initializer_list<std::string_view> not_built = {}) const;

    /// Nothing when absent; `if_null` when null.
    Result<std::optional<std::string>> text(std::string_view name, std::string_view if_null) const;
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
    /// Faults: invalid_input "invalid-field" when absent or null.
    Result<std::string> required_text(std::string_view name) const;

    /// An error about one member.
    Error invalid(std::string_view name, std::string_view expected) const;

private:
    struct State;
    explicit JsonObject(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::api
