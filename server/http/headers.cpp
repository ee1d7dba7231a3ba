#include "server/http/headers.hpp"

#include "base/text.hpp"

namespace slipway::http {
namespace {

constexpr std::string_view after_name = ": ";
constexpr std::string_view line_end = "\r\n";
constexpr std::size_t usual_size = 512;  // one allocation for nearly every message

/// Makes blanks of what would end a line, from `begin` on.
void join_lines(std::string& text, std::size_t begin) {
    for (const char breaking : {'\r', '\n', '\0'})
        for (auto at = text.find(breaking, begin); at != std::string::npos; at = text.find(breaking, at))
            text[at] = ' ';
}

/// Takes the first line off `text`.
std::string_view next_line(std::string_view& text) {
    const auto line = text.substr(0, text.find('\n') - 1);
    text.remove_prefix(line.size() + line_end.size());
    return line;
}

/// The value, if the line's field has this name.
std::optional<std::string_view> value_in(std::string_view line, std::string_view name) {
    const bool is_it =
        line.size() > name.size() && line[name.size()] == ':' && equal_ignoring_case(line.substr(0, name.size()), name);
    if (!is_it) return std::nullopt;
    return line.substr(name.size() + after_name.size());
}

}  // namespace

void Headers::add(std::string_view name, std::string_view value) {
    if (text_.empty()) text_.reserve(usual_size);
    const auto begin = text_.size();
    text_.append(name).append(after_name).append(value);
    join_lines(text_, begin);
    text_ += line_end;
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (std::string_view rest = text_; !rest.empty();)
        if (const auto value = value_in(next_line(rest), name)) return value;
    return std::nullopt;
}

std::vector<std::string_view> Headers::find_all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (std::string_view rest = text_; !rest.empty();)
        if (const auto value = value_in(next_line(rest), name)) values.push_back(*value);
    return values;
}

std::vector<std::string_view> Headers::names() const {
    std::vector<std::string_view> names;
    for (std::string_view rest = text_; !rest.empty();) {
        const auto line = next_line(rest);
        names.push_back(line.substr(0, line.find(':')));
    }
    return names;
}

}  // namespace slipway::http
