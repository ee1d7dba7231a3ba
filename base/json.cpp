#include "base/json.hpp"

#include "base/control_characters.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
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

/// A JSON string. Precondition: the text is UTF-8.
std::string json_string(std::string_view text) { return one_line_of_json(boost::json::serialize(text)); }

}  // namespace

std::string one_line_of_json(std::string_view json) {
    std::string escaped;
    while (const auto control = find_control_character(json)) {
        escaped += json.substr(0, control->offset);
        const auto digits = std::string_view(control->name).substr(std::string_view("U+").size());
        escaped += fmt::format("\\u{:0>4}", to_lower(digits));
        json.remove_prefix(control->offset);
        json.remove_prefix(std::max<std::size_t>(utf8_sequence(json), 1));
    }
    return escaped += json;
}

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
