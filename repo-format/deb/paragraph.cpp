// deb822 (deb822(5); Debian policy 5.1) as dpkg reads a binary package's control file.
//
// Where dpkg is looser than the policy we follow the policy, because the fields are copied into Packages files that
// others parse by rules of their own: a name must be printable ASCII and begin neither with '-' nor with '#' (apt takes
// such a line for a comment, dpkg for a field), and no line may hold a control character but tab
// (base/control_characters): dpkg ends a line at 0x1A, a reader in text mode at a carriage return or U+2028, and what
// follows is a field to them that nobody else sees. Where dpkg refuses, so do we: a field twice, a blank line within a
// value, no newline at the end, a second paragraph.
// One carriage return before a newline is part of the line's end and dropped, as are blanks at the end of a value; a
// line of nothing else is a blank line within a value to dpkg, and refused. Bytes that are not UTF-8 stay as they are:
// dpkg and apt take them, and none of them ends a line.
#include "repo-format/deb/paragraph.hpp"

#include "base/control_characters.hpp"
#include "base/text.hpp"
#include "repo-format/deb/invalid_package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace slipway::deb {
namespace {

constexpr std::size_t longest_name = 255;  // real ones have less than 40; it keeps messages and indexes readable

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view without_blanks_behind(std::string_view text) {
    return text.substr(0, text.find_last_not_of(" \t\n") + 1);
}

bool is_field_name(std::string_view name) {
    const auto allowed = [](char c) { return c > ' ' && c <= '~' && c != ':'; };
    return !name.empty() && name.front() != '-' && name.front() != '#' && std::ranges::all_of(name, allowed);
}

class Parser {
public:
    explicit Parser(std::string_view text) : rest_(text) {}

    Result<Paragraph> run() {
        while (take_line()) TRY(line_.empty() ? at_empty_line() : at_text());
        TRY(finish_field());
        return std::move(paragraph_);
    }

private:
    /// Moves the next line into line_, without its end. A line that nothing ends is taken too: at_text refuses it.
    bool take_line() {
        if (rest_.empty()) return false;
        offset_ += taken_;
        const auto end = rest_.find('\n');
        ended_ = end != std::string_view::npos;
        line_ = rest_.substr(0, end);
        taken_ = ended_ ? end + 1 : rest_.size();
        rest_.remove_prefix(taken_);
        if (line_.size() > 1 && line_.ends_with('\r')) line_.remove_suffix(1);
        ++number_;
        return true;
    }

    Result<> at_empty_line() {
        closed_ = closed_ || !name_.empty();
        return {};
    }

    Result<> at_text() {
        if (closed_) return error("text after the end of the paragraph");
        if (!ended_) return error("no newline at the end");
        if (const auto found = find_control_character(line_)) return control_character(*found);
        return is_blank(line_.front()) ? at_continuation() : at_field();
    }

    Result<> at_continuation() {
        if (name_.empty()) return error("a continuation line before any field");
        if (trimmed(line_).empty()) return error(fmt::format("a blank line in the value of {}", name_));
        value_.append("\n").append(line_);
        return {};
    }

    Result<> at_field() {
        TRY(finish_field());
        const auto colon = line_.find(':');
        if (colon == std::string_view::npos) return error(fmt::format("no colon after {}", printable(line_)));
        const auto name = trimmed(line_.substr(0, colon));
        if (name.size() > longest_name) return error(fmt::format("a field name of {} bytes", name.size()));
        if (!is_field_name(name)) return error(fmt::format("{} is no field name", printable(name)));
        if (!seen_.insert(to_lower(name)).second) return error(fmt::format("field {} twice", name));
        name_ = name;
        value_ = trimmed(line_.substr(colon + 1));
        return {};
    }

    Result<> finish_field() {
        if (name_.empty()) return {};
        value_.resize(without_blanks_behind(value_).size());
        paragraph_.append(std::move(name_), std::move(value_));
        name_.clear();
        return {};
    }

    /// The field it stands in is the one of this line, or the one that the line continues.
    Error control_character(const ControlCharacter& found) const {
        const auto field =
            is_blank(line_.front()) ? std::string_view(name_) : trimmed(line_.substr(0, line_.find(':')));
        return error(fmt::format("control character {} at offset {} in field {}; no field may hold one but tab",
                                 found.name, offset_ + found.offset, printable(field)));
    }

    Error error(std::string_view what, const char* file = __builtin_FILE(), int line = __builtin_LINE()) const {
        return Error(Fault::invalid_input, fmt::format("line {}: {}", number_, what), file, line);
    }

    std::string_view rest_;
    std::string_view line_;
    bool ended_ = false;   // line_ has a newline
    bool closed_ = false;  // an empty line has ended the paragraph
    std::size_t number_ = 0;
    std::size_t offset_ = 0;  // of line_
    std::size_t taken_ = 0;   // bytes of line_ with its end
    std::string name_;        // of the field being read; empty before the first
    std::string value_;
    std::unordered_set<std::string> seen_;  // in lower case
    Paragraph paragraph_;
};

}  // namespace

Result<Paragraph> Paragraph::parse(std::string_view text) { return Parser(text).run(); }

std::string Paragraph::render() const {
    std::string out;
    for (const auto& field : fields_) {
        const bool starts_below = field.value.empty() || field.value.front() == '\n';
        out.append(field.name).append(starts_below ? ":" : ": ").append(field.value).append("\n");
    }
    return out;
}

std::optional<std::string_view> Paragraph::find(std::string_view name) const {
    for (const auto& field : fields_)
        if (equal_ignoring_case(field.name, name)) return field.value;
    return std::nullopt;
}

}  // namespace slipway::deb
