// apt's reader of Packages: pkgTagSection::Scan (apt-pkg/tagfile.cc), then debListParser
// (apt-pkg/deb/deblistparser.cc), as they are in apt 2.2, 2.6, 2.9 and 3.1; where these differ, what the strictest
// takes.
//
//   stanza      fields up to the first empty line. The name of a field ends at the first ':', on whichever line; its
//               value at the next line that does not begin with a blank. apt's buffer grows to 1 MiB, and a bit is left
//               for the name of the component in Filename
//   relations   apt 2.2 and 2.6 want four characters behind "(": "a (=1)" at the end of a field is an error, and so is
//               an empty Provides
//   others      an unknown Multi-Arch, Essential, Protected or Important, "Multi-Arch: same" of Architecture all and a
//               Phased-Update-Percentage above 100 are warnings, which everybody sees at every update
//
// What we write comes from values (relations.cpp, canonical_control.cpp) and reads back by construction. This is the
// second opinion, of someone who knows nothing of them: one stanza that apt cannot read makes a channel unreadable.
#include "repo-format/apt/stanza_reader.hpp"

#include "base/text.hpp"
#include "repo-format/deb/invalid_package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace slipway::apt {
namespace {

constexpr std::size_t greatest_stanza = 1'000'000;
constexpr std::string_view spaces = " \t\n\v\f\r";

bool is_space(char c) { return spaces.find(c) != std::string_view::npos; }

std::string_view without_spaces_behind(std::string_view text) {
    return text.substr(0, text.find_last_not_of(spaces) + 1);
}

std::string_view without_spaces(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(spaces), text.size()));
    return without_spaces_behind(text);
}

Error unreadable(std::string_view why, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    return Error(Fault::invalid_input, std::string(why), file, line);
}

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    Result<std::vector<deb::Field>> run() {
        while (at_ < text_.size()) {
            if (!is_space(text_[at_])) TRY(begin_field());
            at_ = text_.find('\n', at_);
            if (at_ == std::string_view::npos) return unreadable("no newline ends its last line");
            while (next_is('\r')) ++at_;
            if (next_is('\n')) return end();
            ++at_;
        }
        return unreadable("no empty line ends it");
    }

private:
    bool next_is(char c) const { return at_ + 1 < text_.size() && text_[at_ + 1] == c; }

    Result<> begin_field() {
        finish_field(at_);
        const auto colon = text_.find(':', at_);
        if (colon == std::string_view::npos) return unreadable("no colon follows a field's name");
        fields_.push_back({std::string(without_spaces_behind(text_.substr(at_, colon - at_))), {}});
        at_ = colon + 1;
        while (at_ < text_.size() && is_space(text_[at_]) && (text_[at_] != '\n' || next_is(' '))) ++at_;
        if (at_ == text_.size()) return unreadable("it ends before a value");
        value_begin_ = at_;
        return {};
    }

    void finish_field(std::size_t end) {
        if (fields_.empty()) return;
        fields_.back().value = without_spaces_behind(text_.substr(value_begin_, end - value_begin_));
    }

    Result<std::vector<deb::Field>> end() {
        if (at_ + 2 != text_.size()) return unreadable("an empty line stands within it");
        finish_field(at_);
        return std::move(fields_);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t value_begin_ = 0;
    std::vector<deb::Field> fields_;
};

/// debListParser::ParseDepends, with the conditions under which it fails.
class RelationReader {
public:
    explicit RelationReader(std::string_view value) : rest_(value) {}

    Result<std::vector<deb::Alternatives>> run() {
        std::vector<deb::Alternatives> entries(1);
        do {
            entries.back().push_back(TRY(package()));
            skip_spaces();
            if (rest_.empty()) return entries;
            const char separator = rest_.front();
            if (separator != ',' && separator != '|') return fail("nothing but ',' or '|' may follow a package");
            rest_.remove_prefix(1);
            skip_spaces();
            if (separator == ',' && !rest_.empty()) entries.emplace_back();
        } while (!rest_.empty());
        return entries;
    }

private:
    Result<deb::Relation> package() {
        skip_spaces();
        const auto name = take_until(" \t\n\v\f\r(),|[]<>");
        if (name.empty() || rest_.starts_with(')')) return fail("a package name is missing");
        const auto colon = name.rfind(':');
        deb::Relation relation{std::string(name.substr(0, colon)), {}, {}};
        if (colon != std::string_view::npos) relation.architecture = name.substr(colon + 1);
        skip_spaces();
        if (rest_.starts_with('(')) relation.constraint = TRY(constraint());
        return relation;
    }

    Result<deb::Constraint> constraint() {
        rest_.remove_prefix(1);
        skip_spaces();
        if (rest_.size() <= 3) return fail("apt before 3.0 cannot read a constraint of three characters");
        deb::Constraint constraint{comparison(), {}};
        skip_spaces();
        const auto end = rest_.find(')');
        if (end == std::string_view::npos || end == 0) return fail("no version and ')' follow a '('");
        constraint.version = without_spaces_behind(rest_.substr(0, end));
        rest_.remove_prefix(end + 1);
        return constraint;
    }

    deb::Comparison comparison() {
        using enum deb::Comparison;
        const auto is = [&](std::string_view text) {
            const bool found = rest_.starts_with(text);
            if (found) rest_.remove_prefix(text.size());
            return found;
        };
        if (is("<=")) return earlier_or_equal;
        if (is("<<")) return earlier;
        if (is("<")) return earlier_or_equal;
        if (is(">=")) return later_or_equal;
        if (is(">>")) return later;
        if (is(">")) return later_or_equal;
        is("=");
        return equal;
    }

    std::string_view take_until(std::string_view ends) {
        const auto found = rest_.substr(0, rest_.find_first_of(ends));
        rest_.remove_prefix(found.size());
        return found;
    }

    void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(spaces), rest_.size())); }

    Error fail(std::string_view why) const {
        return unreadable(fmt::format("{} (before {})", why, deb::printable(rest_)));
    }

    std::string_view rest_;
};

/// Fields of which the list parser makes relations. The others of this kind are only shown.
constexpr std::array<std::string_view, 9> parsed_relations{
    "Pre-Depends", "Depends", "Conflicts", "Breaks", "Recommends", "Suggests", "Replaces", "Enhances", "Provides"};

struct Words {
    std::string_view field;
    std::array<std::string_view, 4> values;
};

constexpr std::array<Words, 4> words_of{{{"Multi-Arch", {"no", "same", "foreign", "allowed"}},
                                         {"Essential", {"yes", "no", "yes", "no"}},
                                         {"Protected", {"yes", "no", "yes", "no"}},
                                         {"Important", {"yes", "no", "yes", "no"}}}};

Error not_as_meant(std::string_view field, std::string_view why, const char* file = __builtin_FILE(),
                   int line = __builtin_LINE()) {
    return deb::bad_field(field, fmt::format("apt would not read in an index what is meant: {}", why), file, line);
}

Result<> check_relations(const deb::Field& read, const deb::RelationField& field) {
    const auto theirs = read_relations(read.value);
    if (!theirs) return not_as_meant(read.name, theirs.error().message());
    const auto meant = deb::Relations::parse(field, read.value);
    if (!meant) return not_as_meant(read.name, meant.error().message());
    if (*theirs != meant->entries) return not_as_meant(read.name, "other relations");
    return {};
}

Result<> check_value(const deb::Field& read) {
    const auto is_this = [&](std::string_view name) { return equal_ignoring_case(name, read.name); };
    if (read.value.empty()) return not_as_meant(read.name, "it has no value");
    for (const auto& words : words_of)
        if (is_this(words.field) && std::ranges::find(words.values, read.value) == words.values.end())
            return not_as_meant(read.name, "an unknown value");
    if (is_this("Phased-Update-Percentage") && parse_decimal(read.value).value_or(101) > 100)
        return not_as_meant(read.name, "no number from 0 to 100");
    if (std::ranges::any_of(parsed_relations, is_this))
        return check_relations(read, *deb::find_relation_field(read.name));
    return {};
}

/// The fields of the file itself that the stanza adds.
bool is_of_the_file(std::string_view name) { return name == "Filename" || name == "Size" || name == "SHA256"; }

Result<> check_nothing_is_lost(const std::vector<deb::Field>& read, const deb::Paragraph& control) {
    std::map<std::string, std::string_view> meant;
    for (const auto& field : control.fields()) meant.emplace(to_lower(field.name), field.value);
    for (const auto& field : read) {
        if (is_of_the_file(field.name)) continue;
        const auto found = meant.find(to_lower(field.name));
        if (found == meant.end()) return not_as_meant(field.name, "there is no such field");
        if (without_spaces(found->second) != without_spaces(field.value))
            return not_as_meant(field.name, "another value");
        meant.erase(found);
    }
    if (!meant.empty()) return not_as_meant(meant.begin()->first, "nothing");
    return {};
}

}  // namespace

Result<std::vector<deb::Field>> read_stanza(std::string_view text) {
    if (text.size() > greatest_stanza)
        return unreadable(fmt::format("it has {} bytes in an index; apt reads {}", text.size(), greatest_stanza));
    return Scanner(text).run();
}

Result<std::vector<deb::Alternatives>> read_relations(std::string_view value) { return RelationReader(value).run(); }

Result<> check_stanza(std::string_view stanza, const deb::Paragraph& control) {
    const auto read = read_stanza(stanza);
    if (!read) return deb::invalid_package(fmt::format("control: {}", read.error().message()));
    TRY(check_nothing_is_lost(*read, control));
    for (const auto& field : *read) TRY(check_value(field));
    if (control.find("Multi-Arch") == "same" && control.find("Architecture") == "all")
        return not_as_meant("Multi-Arch", "\"same\" of Architecture all");
    return {};
}

}  // namespace slipway::apt
