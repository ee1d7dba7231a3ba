#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::http {

/// Header fields in order of arrival, stored as they are in a message: one text, which is copied into a response.
class Headers {
public:
    /// Line breaks become blanks, so that no value can split a response. `name` has no ':'.
    void add(std::string_view name, std::string_view value);
    /// Returns the value of the first field of this name, ignoring case. It is valid until a field is added.
    std::optional<std::string_view> find(std::string_view name) const;
    /// Returns the values of all fields of this name.
    std::vector<std::string_view> find_all(std::string_view name) const;
    /// Returns all fields, in order.
    std::vector<std::string_view> names() const;
    /// Returns "Name: value\r\n" for each field.
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

}  // namespace slipway::http
