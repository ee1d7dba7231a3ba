// Relations between packages (Debian policy 7.1; f_dependency in dpkg's lib/dpkg/fields.c):
//
//   relations    = alternatives *("," alternatives)
//   alternatives = package *("|" package)
//   package      = name [":" architecture] ["(" [operator] version ")"]
//
// Blanks and line ends may stand between any two of these but before the first name and around the colon. In a binary
// package neither "[amd64]" nor "<!nocheck>" restrictions are left. dpkg takes "<" for "<=", ">" for ">=", a version
// without an operator for "=", and names in any case for those in lower case.
//
// What is read is written again in one spelling, because apt reads by rules of its own: apt 2.2 and 2.6 stumble over
// "a (=1)" at the end of a field, and look for a package in upper case that nobody can install.
#include "repo-format/deb/relations.hpp"

#include "base/text.hpp"
#include "repo-format/deb/invalid_package.hpp"
#include "repo-format/deb/package_name.hpp"
#include "repo-format/deb/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace slipway::deb {
namespace {

constexpr std::array<RelationField, 11> relation_fields{{
    {"Pre-Depends"},
    {"Depends"},
    {"Recommends"},
    {"Suggests"},
    {"Enhances"},
    {"Conflicts", false},
    {"Breaks", false},
    {"Replaces", false},
    {"Provides", false, false},
    {"Built-Using", true, true, false},
    {"Static-Built-Using", true, true, false},
}};

constexpr std::string_view between_words = " \t\n";
constexpr std::array<std::string_view, 5> spellings{"<<", "<=", "=", ">=", ">>"};  // by Comparison

std::string_view spelling(Comparison comparison) { return spellings[static_cast<std::size_t>(comparison)]; }

class RelationParser {
public:
    RelationParser(const RelationField& field, std::string_view value) : field_(field), rest_(value) {}

    Result<Relations> run() {
        do {
            ++number_;
            relations_.entries.push_back(TRY(alternatives()));
        } while (take(','));
        return std::move(relations_);
    }

private:
    Result<Alternatives> alternatives() {
        Alternatives packages;
        do {
            entry_ = rest_;
            packages.push_back(TRY(package()));
            if (packages.size() > 1 && !field_.takes_alternatives)
                return error("alternatives are not allowed in this field; write them as entries, with ','");
        } while (take('|'));
        if (!rest_.empty() && rest_.front() != ',') return error("',' or '|' must follow a package");
        return packages;
    }

    Result<Relation> package() {
        Relation relation{to_lower(word(":(,|")), {}, {}};
        if (relation.name.empty())
            return error(rest_.starts_with('\n') ? "the first name must stand in the line of the field's name"
                                                 : "a package name is missing");
        if (!is_package_name(relation.name)) return error(fmt::format("{} names no package", printable(relation.name)));
        if (!rest_.empty() && rest_.front() == ':') {
            rest_.remove_prefix(1);
            relation.architecture = word("(,|");
            if (!is_architecture_name(relation.architecture)) return error("no architecture follows the ':'");
        }
        skip_blanks();
        if (take('(')) relation.constraint = TRY(constraint());
        return relation;
    }

    /// What stands behind "(".
    Result<Constraint> constraint() {
        Constraint constraint{TRY(comparison()), {}};
        skip_blanks();
        constraint.version = word("()");
        skip_blanks();
        if (!take(')')) return error("no ')' ends the version");
        if (auto checked = check_version(constraint.version); !checked) return error(checked.error().message());
        if (constraint.comparison != Comparison::equal && !field_.takes_ranges)
            return error("only '=' may stand before a version in this field");
        return constraint;
    }

    Result<Comparison> comparison() {
        const auto written = rest_.substr(0, rest_.find_first_not_of("<>="));
        const auto operators = written.substr(0, written.starts_with('=') ? 1 : 2);
        rest_.remove_prefix(operators.size());
        if (const auto known = std::ranges::find(spellings, operators); known != spellings.end())
            return static_cast<Comparison>(known - spellings.begin());
        if (operators.size() > 1) return error(fmt::format("{} compares nothing", printable(operators)));
        relations_.respelled.emplace_back(entry());
        if (operators.empty()) return Comparison::equal;
        return operators == "<" ? Comparison::earlier_or_equal : Comparison::later_or_equal;
    }

    std::string_view word(std::string_view ends) {
        const auto is_end = [&](char c) {
            return between_words.find(c) != std::string_view::npos || ends.find(c) != std::string_view::npos;
        };
        const auto end = std::ranges::find_if(rest_, is_end) - rest_.begin();
        const auto found = rest_.substr(0, static_cast<std::size_t>(end));
        rest_.remove_prefix(found.size());
        return found;
    }

    /// The character, and the blanks behind it.
    bool take(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        skip_blanks();
        return true;
    }

    void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(between_words), rest_.size())); }

    std::string_view entry() const { return trimmed(entry_.substr(0, entry_.find_first_of(",|\n"))); }

    Error error(std::string_view why, const char* file = __builtin_FILE(), int line = __builtin_LINE()) const {
        return Error(Fault::invalid_input, fmt::format("entry {}, {}: {}", number_, printable(entry()), why), file,
                     line);
    }

    const RelationField& field_;
    std::string_view rest_;
    std::string_view entry_;  // begins with the package being read
    std::size_t number_ = 0;
    Relations relations_;
};

void append(std::string& out, const Relation& relation) {
    out += relation.name;
    if (!relation.architecture.empty()) out.append(":").append(relation.architecture);
    if (const auto& constraint = relation.constraint)
        out.append(" (").append(spelling(constraint->comparison)).append(" ").append(constraint->version).append(")");
}

}  // namespace

const RelationField* find_relation_field(std::string_view name) {
    const auto found = std::ranges::find_if(
        relation_fields, [&](const RelationField& field) { return equal_ignoring_case(field.name, name); });
    return found == relation_fields.end() ? nullptr : &*found;
}

Result<Relations> Relations::parse(const RelationField& field, std::string_view value) {
    return RelationParser(field, value).run();
}

std::string Relations::render() const {
    std::string out;
    for (const auto& alternatives : entries) {
        if (!out.empty()) out += ", ";
        for (const auto& relation : alternatives) {
            if (&relation != &alternatives.front()) out += " | ";
            append(out, relation);
        }
    }
    return out;
}

}  // namespace slipway::deb
