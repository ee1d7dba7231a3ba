#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::deb {

/// One field of a deb822 paragraph: its name as written and its value without the blanks around the first line;
/// continuation lines keep their leading blank, separated by newlines.
struct Field {
    std::string name;
    std::string value;

    bool operator==(const Field&) const = default;
};

/// A deb822 paragraph: fields in their order. Names are unique, compared without case. What `parse` returned can be
/// copied into a text that others read: a name is printable ASCII without ':' and begins neither with '-' nor with '#';
/// a value holds no control character but tab (see find_control_character), and newlines only before a blank or tab
/// that begins a continuation line, which is never blank as a whole.
class Paragraph {
public:
    /// Reads exactly one paragraph (leading and trailing empty lines allowed); the inverse of `render`.
    /// Faults: invalid_input, naming the line: a field twice, no colon, a bad field name, text after the paragraph,
    /// a control character but tab (with its offset in `text`; a carriage return before a newline is part of the end).
    static Result<Paragraph> parse(std::string_view text);
    /// "Name: value\n" for each field; no empty line after the last.
    std::string render() const;

    /// The value of a field, found without case.
    std::optional<std::string_view> find(std::string_view name) const;
    const std::vector<Field>& fields() const { return fields_; }
    void append(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }

private:
    std::vector<Field> fields_;
};

}  // namespace slipway::deb
