#include "base/json.hpp"

#include "base/control_characters.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cassert>

namespace slipway {
namespace {

/// Returns the text with U+FFFD for each byte that belongs to no character.
std::string with_replacements(std::string_view text) {
    std::string characters;
    while (!text.empty()) {
        const std::size_t length = utf8_sequence(text);
        characters += length == 0 ? "\ufffd" : text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return characters;
}

/// The code point of a well-formed UTF-8 sequence of at most three bytes.
unsigned code_point(std::string_view sequence) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
    if (sequence.size() == 1) return byte(0);
    if (sequence.size() == 2) return (byte(0) & 0x1fU) << 6 | (byte(1) & 0x3fU);
    return (byte(0) & 0x0fU) << 12 | (byte(1) & 0x3fU) << 6 | (byte(2) & 0x3fU);
}

/// Boost.JSON escapes what RFC 8259 demands, which is C0. DEL, C1 and the line ends of Unicode also control terminals
/// and split log lines.
std::string with_other_controls_escaped(std::string_view json) {
    std::string escaped;
    while (const auto control = find_control_character(json)) {
        const auto sequence = json.substr(control->offset, utf8_sequence(json.substr(control->offset)));
        escaped += json.substr(0, control->offset);
        escaped += fmt::format("\\u{:04x}", code_point(sequence));
        json.remove_prefix(control->offset + sequence.size());
    }
    return escaped += json;
}

/// A JSON string. Precondition: the text is UTF-8.
std::string json_string(std::string_view text) { return with_other_controls_escaped(boost::json::serialize(text)); }

}  // namespace

Json::Json(std::string_view text)
    : text_(json_string(is_valid_utf8(text) ? std::string(text) : with_replacements(text))) {}

Json::Json(const std::vector<std::string>& texts) : Json(array({texts.begin(), texts.end()})) {}

Json Json::object(std::initializer_list<Member> members) {
    Json json = rendered("{}");
    for (const auto& [name, value] : members) json.add(name, value);
    return json;
}

Json Json::array(const std::vector<Json>& elements) {
    std::string text = "[";
    for (const auto& element : elements) {
        if (text.size() > 1) text += ',';
        text += element.text();
    }
    return rendered(text + "]");
}

Json Json::rendered(std::string text) {
    Json json = nullptr;
    json.text_ = std::move(text);
    return json;
}

Json& Json::add(std::string_view name, const Json& value) {
    return add_members(rendered("{" + Json(name).text_ + ":" + value.text_ + "}"));
}

Json& Json::add_members(const Json& other) {
    assert(text_.ends_with('}') && other.text_.ends_with('}'));
    if (other.text_ == "{}") return *this;
    text_.pop_back();
    if (text_.size() > 1) text_ += ',';
    text_.append(other.text_, 1);
    return *this;
}

}  // namespace slipway
