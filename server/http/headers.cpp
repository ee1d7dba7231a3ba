#include "base/text.hpp"
#include "server/http/message.hpp"

#include <algorithm>

namespace slipway::http {
namespace {

constexpr std::string_view after_name = ": ";
constexpr std::string_view line_end = "\r\n";
constexpr std::size_t usual_size = 512;  // one allocation for nearly every message

bool breaks_lines(char c) { return c == '\r' || c == '\n' || c == '\0'; }

bool breaks_a_line(std::string_view text) {
    return text.find('\r') != std::string_view::npos || text.find('\n') != std::string_view::npos ||
           text.find('\0') != std::string_view::npos;
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
    if (breaks_a_line(std::string_view(text_).substr(begin)))
        std::replace_if(text_.begin() + static_cast<std::ptrdiff_t>(begin), text_.end(), breaks_lines, ' ');
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

}  // namespace slipway::http
