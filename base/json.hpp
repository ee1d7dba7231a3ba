#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway {

/// A JSON value to be written: text at once, members in the order in which they were added. What is written is UTF-8:
/// a byte that belongs to no character becomes U+FFFD. A text has no control character in it, of ASCII or of Unicode
/// (base/control_characters.hpp): each is escaped. Every JSON text that Slipway writes is made here.
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

    static Json object(std::initializer_list<Member> members = {});
    static Json array(const std::vector<Json>& elements);
    /// `text` is JSON already.
    static Json rendered(std::string text);

    /// Appends a member. Precondition: an object.
    Json& add(std::string_view name, const Json& value);
    /// Appends the members of another object. Precondition: both are objects.
    Json& add_members(const Json& other);

    const std::string& text() const { return text_; }
    bool operator==(const Json&) const = default;

private:
    std::string text_;
};

}  // namespace slipway
